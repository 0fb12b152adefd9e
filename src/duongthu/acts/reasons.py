"""Says in Vietnamese why pydantic would not take a value."""

from collections.abc import Mapping
from typing import Any

REASONS = {
    "missing": "còn thiếu",
    "extra_forbidden": "không phải tham số của nghiệp vụ này",
    "int_type": "phải là số nguyên",
    "int_from_float": "phải là số nguyên, không có phần lẻ",
    "int_parsing": "phải là số nguyên",
    "int_parsing_size": "số quá lớn",
    "string_type": "phải là chữ",
    "string_too_long": "dài quá {max_length} ký tự",
    "string_too_short": "không được để trống",
    "string_pattern_mismatch": "không đúng dạng",
    "bool_type": "phải là có hoặc không",
    "float_type": "phải là số",
    "date_type": "phải là ngày (năm-tháng-ngày)",
    "date_from_datetime_parsing": "phải là ngày (năm-tháng-ngày)",
    "date_parsing": "phải là ngày (năm-tháng-ngày)",
    "datetime_type": "phải là thời điểm có múi giờ",
    "datetime_parsing": "phải là thời điểm có múi giờ",
    "datetime_from_date_parsing": "phải là thời điểm có múi giờ",
    "timezone_aware": "phải là thời điểm có múi giờ",
    "uuid_type": "phải là mã UUID",
    "uuid_parsing": "phải là mã UUID",
    "list_type": "phải là danh sách",
    "tuple_type": "phải là danh sách",
    "dict_type": "phải là một bản ghi",
    "dataclass_type": "phải là một bản ghi",
    "dataclass_exact_type": "phải là một bản ghi",
    "model_type": "phải là một bản ghi",
    "model_attributes_type": "phải là một bản ghi",
    "too_long": "quá {max_length} dòng",
    "too_short": "cần ít nhất {min_length} dòng",
    "greater_than": "phải lớn hơn {gt}",
    "greater_than_equal": "phải từ {ge} trở lên",
    "less_than": "phải nhỏ hơn {lt}",
    "less_than_equal": "phải từ {le} trở xuống",
    "enum": "chỉ nhận: {expected}",
    "literal_error": "chỉ nhận: {expected}",
    "json_invalid": "không phải JSON hợp lệ",
    "json_type": "không phải JSON hợp lệ",
    "finite_number": "phải là số hữu hạn",
    "unexpected_keyword_argument": "không phải tham số của nghiệp vụ này",
    "missing_argument": "còn thiếu",
    "missing_keyword_only_argument": "còn thiếu",
    "string_unicode": "có ký tự hỏng",
}


def reason_in_vietnamese(error: Mapping[str, Any]) -> str:
    """One clause for one pydantic error; an unforeseen kind is named by its code rather than hidden."""
    template = REASONS.get(str(error["type"]), "không hợp lệ ({type})")
    return template.format(type=error["type"], **error.get("ctx", {}))
