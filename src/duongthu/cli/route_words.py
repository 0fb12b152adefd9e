"""What ``duongthu route`` says, in Vietnamese and in English."""

WORDS = {
    "vi": {
        "asked": "{name}: {stops} điểm, {depots} kho{vehicles}",
        "asked_json": "{name}: {stops} điểm, {vehicles} xe",
        "vehicles": ", {many} xe",
        "planning": "xếp tuyến",
        "price": "giá {price}",
        "planned": "Phương án: {rounds} tuyến, giá {cost}",
        "gap": ", cách tốt nhất đã biết {percent}",
        "took": ", tìm trong {seconds}",
        "passed_over": "  bỏ qua {many} điểm vì đến đó đắt hơn giá bỏ qua",
        "left_out": "✗ {many} điểm chưa xếp được: {stops}",
        "unassigned": "✗ {kind} {id} chưa xếp được: {reason}",
        "written": "  đã ghi {out}; kiểm lại bằng: bin/check-plan TỆP.vrp {out}",
    },
    "en": {
        "asked": "{name}: {stops} stops, {depots} depots{vehicles}",
        "asked_json": "{name}: {stops} stops, {vehicles} vehicles",
        "vehicles": ", {many} vehicles",
        "planning": "planning",
        "price": "price {price}",
        "planned": "Plan: {rounds} rounds, price {cost}",
        "gap": ", {percent} from the best known",
        "took": ", found in {seconds}",
        "passed_over": "  {many} stops are passed over, for going there costs more than leaving them out",
        "left_out": "✗ {many} stops have no place: {stops}",
        "unassigned": "✗ {kind} {id} has no place: {reason}",
        "written": "  written to {out}; checked by: bin/check-plan FILE.vrp {out}",
    },
}


def said(lang: str, what: str, /, **details: object) -> str:
    """A line in that language."""
    return WORDS[lang][what].format(**details)


def percent(lang: str, value: float) -> str:
    """A share as it is written there."""
    text = f"{value:.2f} %"
    return text.replace(".", ",") if lang == "vi" else text
