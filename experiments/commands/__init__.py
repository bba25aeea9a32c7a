"""The subcommands of `halong`: one file each, loaded only when asked for."""
