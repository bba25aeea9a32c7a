"""The report in the forms that offices circulate: Word and Excel."""
