"""Component ids of the two dialogs."""

EXPORT = "export-dialog"
EXPORT_ZONE = "export-zone"
EXPORT_LANG = "export-lang"
EXPORT_SERVICES = "export-services"
EXPORT_SECTIONS = "export-sections"
EXPORT_DEMO = "export-demo"
EXPORT_PREVIEW = "export-preview"
EXPORT_ONE = "export-one"
EXPORT_MANY = "export-many"
EXPORT_FORMATS = "export-formats"
EXPORT_START = "export-start"
EXPORT_PROGRESS = "export-progress"
EXPORT_PERMANENT = "export-permanent"

EMBED = "embed-dialog"
EMBED_KIND = "embed-kind"
EMBED_LANG = "embed-lang"
EMBED_THEME = "embed-theme"
EMBED_WIDTH = "embed-width"
EMBED_HEIGHT = "embed-height"
EMBED_PIN = "embed-pin"
EMBED_PREVIEW = "embed-preview"
EMBED_FRAME = "embed-frame"
EMBED_STATE = "embed-state"
EMBED_TEXTS = ("iframe", "image", "link", "markdown")


def export_link(format: str) -> str:
    return f"export-link-{format}"


def embed_text(name: str) -> str:
    return f"embed-text-{name}"


def embed_field(name: str) -> str:
    return f"embed-field-{name}"
