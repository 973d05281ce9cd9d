"""How large a file may be, each limit once. They are far above any real register and far below what hurts a server."""

MB = 1024 * 1024

MAX_FILE_BYTES = 512 * MB
MAX_UPLOAD_BYTES = 256 * MB  # through the web page; the command line takes MAX_FILE_BYTES
MAX_ROWS = 2_000_000
MAX_COLUMNS = 200
MAX_CELL_CHARACTERS = 32_767  # what a spreadsheet cell can hold
MAX_ARCHIVE_MEMBERS = 2_000
MAX_ARCHIVE_BYTES = 2_048 * MB  # unpacked
MAX_ARCHIVE_RATIO = 200  # of one member larger than 8 MB; office files stay below 60
READER_MEMORY_BYTES = 4_096 * MB
READER_SECONDS = 300
HEADER_SEARCH_ROWS = 40  # title rows above the header
SHOWN_FINDINGS = 500  # on one page; the file to download has all
