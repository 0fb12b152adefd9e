"""What an outsider can check with plain Python: the signatures under a note he was handed."""

import json

import pytest

from duongthu.acts.api import inclusion_proof, log_signer, seal_and_publish
from duongthu.acts.models import ActRecord
from duongthu.tlog.witnessing import Witness
from tests.acts.test_seals import act_rows, script_says  # noqa: F401  (act_rows is a fixture)
from tests.acts.test_witnessing import look, witness  # noqa: F401  (fixtures)

pytestmark = pytest.mark.feature(144)


def test_an_outsider_checks_the_signatures_of_a_note_he_was_handed(act_rows, witness, look, tmp_path):  # noqa: F811
    """With the witness's printed key alone and plain Python: right, another's key, a changed size, no signature of that name."""
    act_rows(3)
    seal_and_publish()
    note = look().note.text()
    row = ActRecord.objects.latest("seq")
    proof = tmp_path / "proof.json"
    proof.write_text(json.dumps(inclusion_proof("acts.act", row.seq), ensure_ascii=False), encoding="utf-8")
    file, key, log = tmp_path / "note", str(witness.signer.public), str(log_signer().public)
    file.write_text(note, encoding="utf-8")
    for keys in ([], ["--key", key], ["--key", key, "--key", log]):
        code, said = script_says(proof, str(file), *keys)
        assert (code, said[:5]) == (0, "ĐÚNG:"), said
    stranger = str(Witness(tmp_path / "other", "kim-dong.buudien/1").signer.public)
    assert "không mang chữ ký" in script_says(proof, str(file), "--key", stranger)[1]
    same_name = str(Witness(tmp_path / "third", "tien-lu.buudien/1").signer.public)
    assert script_says(proof, str(file), "--key", same_name)[0] == 1
    newest = inclusion_proof("acts.act", row.seq)["seal"]
    assert "khóa nhưng không có tệp" in script_says(proof, newest["root"], "--key", key)[1]
    lines = note.split("\n")
    lines[0] = lines[0].replace("duongthu", "duongthv")
    file.write_text("\n".join(lines), encoding="utf-8")
    assert "không đúng" in script_says(proof, str(file), "--key", key)[1]
    assert script_says(proof, str(file))[0] == 0  # the root alone: the name of the log says nothing
