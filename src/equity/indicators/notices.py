"""What of an address could not be used, in the reader's words instead of ids."""

from equity.indicators.registry import Registry
from equity.query import Notice
from equity.say import BASES, Label, texts_of

TEXTS = texts_of(__name__)
PARAMETERS = TEXTS["parameters"]
CHOICES = {
    "basis": BASES,
    "level": {
        "division": Label("区县", "divisions"),
        "functional_zone": Label("功能区", "functional zones"),
        "city": Label("全市", "city"),
    },
    "lang": {"zh": Label("中文", "Chinese"), "en": Label("英文", "English")},
    "theme": {"light": Label("浅色", "light"), "dark": Label("深色", "dark")},
    "scale": {"common": Label("统一色阶", "same classes"), "own": Label("本项色阶", "own classes")},
}


def notice_text(registry: Registry, notice: Notice, lang: str) -> str:
    template = TEXTS.replaced if notice.used else TEXTS.left_out
    given, used = (_words(registry, notice.parameter, value, lang) for value in (notice.given, notice.used))
    return template[lang].format(name=PARAMETERS[notice.parameter][lang], given=given, used=used)


def _words(registry: Registry, parameter: str, value: str, lang: str) -> str:
    """The name of a value that is known; what is not known is repeated as it was given."""
    if parameter == "service" and value in registry:
        return registry[value].label[lang]
    if parameter == "measure" and value in registry.measures:
        return registry.measures[value].label[lang]
    if parameter == "scenario" and value in registry.scenarios:
        return registry.scenarios[value].label[lang]
    known = CHOICES.get(parameter, {})
    return known[value][lang] if value in known else value
