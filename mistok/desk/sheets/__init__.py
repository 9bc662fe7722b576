"""The paper sheet of a point: blank to be filled by hand or in a spreadsheet, and read when it comes back."""
