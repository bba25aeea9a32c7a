"""Labour-force surveys: read through codebooks, turned into weighted moments, and taken of the model itself."""


class SurveyError(ValueError):
    """A survey that cannot be read, or cannot be taken, as asked; the message says what to do."""
