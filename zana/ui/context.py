from django.http import HttpRequest

from zana.ui import words


def house(request: HttpRequest) -> dict[str, object]:
    """What every page's frame needs; `menu`, `place` and `danger_url` come from the site's own processor."""
    return {"language": words.language(), "here": request.get_full_path()}
