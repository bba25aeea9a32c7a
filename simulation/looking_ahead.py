"""Looking ahead: a kernel that goes through a list of rows asks memory for those it will come to a little later.

The rows of a list lie far apart, so that each would be waited for in turn, a hundred nanoseconds at a time. A request
changes nothing but when the data arrive.
"""

from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

from simulation.compiling import piece

#: Rows of a list between the one asked for and the one at hand.
AHEAD = 32
_READ, _KEEP, _DATA = 0, 3, 1


@intrinsic
def request(typing: Any, array: Any, row: Any) -> Any:
    """Ask for the cache line that holds a row of a one-dimensional array; compiled code only."""

    def write(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        table = context.make_array(signature.args[0])(context, builder, values[0])
        (stride,) = cgutils.unpack_tuple(builder, table.strides, 1)
        place = builder.mul(stride, context.cast(builder, values[1], signature.args[1], types.intp))
        byte, whole = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, whole, whole, whole])
        prefetch = builder.module.declare_intrinsic("llvm.prefetch", [byte], kind)
        address = builder.gep(builder.bitcast(table.data, byte), [place])
        builder.call(prefetch, [address, *(ir.Constant(whole, how) for how in (_READ, _KEEP, _DATA))])
        return context.get_dummy_value()

    return types.void(array, row), write


@piece
def look_ahead(rows, index, people):  # type: ignore[no-untyped-def]
    """Ask for what most rules read of a person, of whom a list has a few places on: record, status, work."""
    if index + AHEAD < rows.shape[0]:
        later = rows[index + AHEAD]
        request(people.since, later)
        request(people.status, later)
        request(people.workplace, later)
