# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Messages, temporary files, locks, and git without the user's settings.

gone=77			# exit status: the package of a base is no longer there

die() {
	printf 'queue: %s\n' "$*" >&2
	exit 1
}

notice() {
	printf 'queue: notice: %s\n' "$*" >&2
}

need_args() { # USAGE MIN MAX N
	if [ "$4" -lt "$2" ] || [ "$4" -gt "$3" ]; then
		die "usage: scripts/queue $1"
	fi
}

# One line per stage of a long command, with the time since its start.
stage() {
	printf '[%2d:%02d] %s\n' $((SECONDS / 60)) $((SECONDS % 60)) "$*" >&2
}

tmp=$(mktemp -d)
watcher=''

stop_watcher() {
	[ -z "$watcher" ] || kill "$watcher" 2>/dev/null || true
	watcher=''
}

trap 'stop_watcher; rm -rf "$tmp"' EXIT

# Whoever else works on the same thing waits until this process is done.
declare -A lock_fd=()

lock() { # NAME
	local fd

	[ -z "${lock_fd[$1]:-}" ] || return 0
	mkdir -p "$out/lock"
	exec {fd}> "$out/lock/$1"
	flock -n "$fd" || { stage "waiting for another 'queue' ($1)"; flock "$fd"; }
	lock_fd[$1]=$fd
}

unlock() { # NAME
	local fd=${lock_fd[$1]}

	flock -u "$fd"
	exec {fd}>&-
	unset "lock_fd[$1]"
}

# The result must not depend on the settings of whoever runs this.
tool_name='user-pin developers'
tool_mail='user-pin@example.org'
epoch='2000-01-01T00:00:00+0000'

g() {
	GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null \
	GIT_COMMITTER_NAME=${committer_name:-$tool_name} \
	GIT_COMMITTER_EMAIL=${committer_mail:-$tool_mail} \
	LC_ALL=C \
	git -c safe.directory='*' -c gc.auto=0 -c maintenance.auto=false \
	    -c init.defaultBranch=user-pin -c advice.detachedHead=false \
	    -c core.quotePath=false "$@"
}

# Hunk headings name the C function, as they do in the kernel's own tree.
new_repo() { # DIR
	g init -q "$1"
	mkdir -p "$1/.git/info"
	printf '*.[chS] diff=cpp\n' > "$1/.git/info/attributes"
	g -C "$1" config user.name "$tool_name"
	g -C "$1" config user.email "$tool_mail"
}

# Copy only what differs: make looks at the time of a file.
put_file() { # FROM TO
	if [ ! -e "$2" ] || ! cmp -s "$1" "$2"; then
		mkdir -p "$(dirname "$2")"
		cp -p "$1" "$2.queue-new"
		touch "$2.queue-new"
		mv -f "$2.queue-new" "$2"
	fi
}
