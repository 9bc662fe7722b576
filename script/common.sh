# Shared by script/server and script/test: find Python, make the environment. POSIX shell, sourced.

say() { printf '\033[1m→ %s\033[0m\n' "$*"; }
fail() {
  printf 'Не вийшло: %s\n' "$*" >&2
  exit 1
}

# A Python counts only when it really runs: version managers leave shims that answer "command not found".
runs() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; }

# The versions a manager keeps stand beside its shims, whoever's home that is.
managed_pythons() {
  shims=$(command -v pyenv 2>/dev/null) || return 0
  ls -d "$(dirname "$shims")"/../versions/3.1[2-9]*/bin/python 2>/dev/null | sort -Vr
}

find_python() {
  for candidate in "${MISTOK_PYTHON:-}" python3.13 python3.14 python3.12 $(managed_pythons) python3 python; do
    [ -n "$candidate" ] || continue
    found=$(command -v "$candidate" 2>/dev/null) || continue
    if runs "$found"; then
      printf '%s\n' "$found"
      return 0
    fi
  done
  return 1
}

has_uv() { uv --version >/dev/null 2>&1; }

# Make .venv if need be and install one locked set of requirements into it, only when the set changed.
make_environment() {
  requirements=requirements/$1.txt
  if ! runs .venv/bin/python; then
    rm -rf .venv
    if python=$(find_python); then
      say "Середовище Python: $("$python" --version 2>&1)"
      if has_uv; then
        UV_PYTHON_DOWNLOADS=never uv venv --quiet --python "$python" .venv || fail "uv не створив середовище"
      else
        "$python" -m venv .venv || fail "python -m venv не спрацював; у Debian встановіть пакет python3-venv"
      fi
    elif has_uv; then
      say "Середовище Python: uv завантажить 3.13"
      uv venv --quiet --python 3.13 .venv || fail "uv не зміг отримати Python 3.13"
    else
      fail "потрібен Python 3.12 або новіший чи uv"
    fi
  fi
  wanted=$(cksum <"$requirements")
  if [ "$(cat ".venv/installed-$1" 2>/dev/null)" != "$wanted" ]; then
    say "Бібліотеки: $requirements (з перевіркою контрольних сум)"
    if has_uv; then
      UV_PYTHON_DOWNLOADS=never uv pip install --quiet --python .venv/bin/python --require-hashes -r "$requirements" ||
        fail "бібліотеки не встановилися; чи є зв’язок із реєстром пакетів?"
    else
      .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes \
        -r "$requirements" || fail "бібліотеки не встановилися; чи є зв’язок із реєстром пакетів?"
    fi
    printf '%s\n' "$wanted" >".venv/installed-$1"
  fi
  # The product's own word, whatever folder one stands in.
  if [ ! -x .venv/bin/mistok ]; then
    printf '#!/bin/sh\nPYTHONPATH="%s" exec "%s/.venv/bin/python" -m mistok "$@"\n' "$PWD" "$PWD" >.venv/bin/mistok
    chmod +x .venv/bin/mistok
  fi
}

mistok() { .venv/bin/python -m mistok "$@"; }
