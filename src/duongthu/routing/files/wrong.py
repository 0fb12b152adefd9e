"""What may be wrong with a file: a stable code and a Vietnamese sentence, with file, section and line."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duongthu.routing.files.words import ENGLISH, LINE, REASONS, SECTION

SENTENCES = {
    "routing.file_unreadable": "không đọc được ({reason})",
    "routing.file_unwritable": "không ghi được ({reason})",
    "routing.file_line_unknown": "không hiểu dòng «{text}»",
    "routing.file_header_unknown": "không hiểu mục «{name}»; bỏ qua thì có thể bỏ sót một ràng buộc",
    "routing.file_header_missing": "thiếu mục {name}",
    "routing.file_header_wrong": "mục {name} không nhận «{text}»",
    "routing.file_header_twice": "mục {name} có hai lần",
    "routing.file_section_unknown": "không hiểu phần {name}; bỏ qua thì có thể bỏ sót một ràng buộc",
    "routing.file_section_missing": "thiếu phần {name}",
    "routing.file_section_twice": "phần {name} có hai lần",
    "routing.file_row_wrong": "mỗi dòng cần {expected} số, dòng này có {found}",
    "routing.file_number_wrong": "«{text}» không phải một con số",
    "routing.file_number_not_whole": "«{text}» phải là số nguyên",
    "routing.file_number_negative": "«{text}» không được âm",
    "routing.file_number_too_large": "«{text}» lớn quá {most}",
    "routing.file_node_unknown": "không có điểm số {node}: DIMENSION là {dimension}",
    "routing.file_node_twice": "điểm số {node} có hai dòng",
    "routing.file_node_missing": "thiếu dòng của điểm số {node}",
    "routing.file_count_wrong": "cần {expected} số, có {found}",
    "routing.file_depot_wrong": "kho phải là những điểm của tệp, mỗi điểm một lần và không phải tất cả; không nhận {text}",
    "routing.file_depot_demand": "điểm số {node} là kho nên không được có nhu cầu, thời gian phục vụ hay giá bỏ qua",
    "routing.file_demand_over_capacity": "điểm số {node} cần {demand}, không xe nào chở được (nhiều nhất {capacity})",
    "routing.file_capacity_short": "các điểm cần {demand}, tất cả các xe chỉ chở được {capacity}",
    "routing.file_window_wrong": "điểm số {node} đóng cửa ({closes}) trước khi mở ({opens})",
    "routing.file_vehicle_wrong": "xe số {vehicle}: {reason}",
    "routing.file_bond_wrong": "điểm số {node}: {reason}",
    "routing.file_too_far": "các điểm cách nhau quá xa ({far}), nhiều nhất là {most}",
    "routing.file_contradicts": "bài toán tự mâu thuẫn: {reason}",
    "routing.json_wrong": "{where}: {reason}",
    "routing.plan_line_unknown": "không hiểu dòng «{text}»",
    "routing.plan_stop_unknown": "không có khách số {stop}: chỉ có từ {first} đến {last}",
    "routing.plan_round_twice": "tuyến số {number} có hai dòng",
    "routing.plan_vehicle_missing": "tuyến số {number} không có xe: chỉ có {vehicles} xe",
    "routing.plan_empty": "không có tuyến nào",
    "routing.plan_wrong": "phương án sai: {fault}",
}


@dataclass(frozen=True, slots=True)
class Why:
    """A reason of ``REASONS`` and what it is about; as text it is Vietnamese."""

    code: str
    details: dict[str, Any]

    def in_words(self, lang: str) -> str:
        """In that language."""
        return REASONS[self.code][lang == "en"].format(**self.details)

    def __str__(self) -> str:
        """In Vietnamese."""
        return self.in_words("vi")


def why(code: str, **details: object) -> Why:
    """A reason, for the ``reason`` of a ``WrongFile``."""
    return Why(code, details)


class WrongFile(ValueError):
    """A file that cannot be used as it is.

    Attributes:
        code: one of ``SENTENCES``.
        file: its path as it was given.
        section, line: where it is wrong; empty and 0 where it is wrong as a whole.
    """

    def __init__(self, code: str, file: Path, *, section: str = "", line: int = 0, **details: object) -> None:
        self.code, self.file, self.section, self.line = code, file, section, line
        self._details = details
        super().__init__(self.in_words())

    def in_words(self, lang: str = "vi") -> str:
        """A sentence with file, section and line: Vietnamese (``vi``) or English (``en``)."""
        place = [self.file.name]
        if self.section:
            place.append(f"{SECTION[lang]} {self.section}")
        if self.line:
            place.append(f"{LINE[lang]} {self.line}")
        told = {
            name: _short(value.in_words(lang) if isinstance(value, Why) else value)
            for name, value in self._details.items()
        }
        sentence = (ENGLISH if lang == "en" else SENTENCES)[self.code].format(**told)
        return f"{', '.join(place)}: {sentence}."


def _short(value: object, most: int = 80) -> str:
    text = str(value)
    return text if len(text) <= most else text[:most] + "…"
