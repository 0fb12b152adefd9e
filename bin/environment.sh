# Sourced by the commands beside it: gives each of them the project's own virtual environment.
#
#   need_environment run|dev    installs requirements/run.lock or dev.lock into $venv, when that is not done yet or
#                               the lock file has changed since; ends with exit code 3 and one sentence where it cannot.
#
# DUONGTHU_VENV   folder of the environment (default: .venv beside bin/)

venv=${DUONGTHU_VENV:-$root/.venv}

say() {
    printf '%s\n' "$1" >&2
}

missing() {
    say "$1"
    exit 3
}

suitable_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

lock_sum() {
    cksum <"$root/requirements/$1.lock"
}

installed() {
    [ -x "$venv/bin/python" ] && [ "$(cat "$venv/.installed-$1" 2>/dev/null)" = "$(lock_sum "$1")" ]
}

build_venv() {
    if "$venv/bin/python" -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        return 0
    fi
    python=$(suitable_python) ||
        missing 'Đường Thư cần Python từ 3.11 trở lên: hãy cài gói python3 rồi chạy lại lệnh này.'
    "$python" -c 'import venv, ensurepip' 2>/dev/null ||
        missing 'Python của máy thiếu mô-đun venv: hãy cài gói python3-venv rồi chạy lại lệnh này.'
    say 'Chuẩn bị môi trường Python riêng của Đường Thư (vài chục giây, chỉ một lần)…'
    "$python" -m venv --clear "$venv" ||
        missing "Không tạo được môi trường Python ở $venv: hãy kiểm tra quyền ghi và chỗ trống trên đĩa."
}

install_lock() {
    say "Cài các thư viện của requirements/$1.lock…"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --require-hashes \
        -r "$root/requirements/$1.lock" >&2 ||
        missing "Không cài được các thư viện của requirements/$1.lock: hãy kiểm tra đường mạng tới kho gói Python rồi chạy lại."
    lock_sum "$1" >"$venv/.installed-$1"
}

# The planner's inner loops, in C: by the machine's compiler, else by the one of requirements/build.lock (MIT, some 400 MB).
build_kernels() {
    command -v cc >/dev/null 2>&1 || command -v gcc >/dev/null 2>&1 || command -v clang >/dev/null 2>&1 ||
        install_lock build
    PYTHONPATH="$root/src" "$venv/bin/python" -m duongthu.routing.kernels.building >/dev/null ||
        missing 'Không dịch được lõi của bộ xếp tuyến: hãy cài một trình dịch C (gói gcc) rồi chạy lại lệnh này.'
}

need_environment() {
    installed "$1" && return 0
    # Two first calls at the same moment must not build over each other.
    exec 9<"$root/requirements/run.lock"
    if command -v flock >/dev/null 2>&1; then flock 9; fi
    installed "$1" || { build_venv && install_lock "$1"; }
    build_kernels
    if [ "$1" = dev ]; then lock_sum run >"$venv/.installed-run"; fi
    exec 9<&-
}
