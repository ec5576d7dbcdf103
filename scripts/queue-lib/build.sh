# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# shellcheck disable=SC2154	# set by scripts/queue and compose()
# Whole source trees, their configuration, and kernels.
#
# Kernels are built inside their trees, with relative paths, so that ccache
# finds an unchanged file of one kind again in the others.

kind_check() { # KIND
	case $1 in
	stock|patched|off|debug|kasan|callers|kunit) ;;
	*) die "no kind '$1' (there are: stock patched off debug kasan callers kunit)" ;;
	esac
	kind=$1
	kdir=$odir/$kind
}

# A tree with what is compiled in it takes up to 2.5 GB.
room() {
	local free

	mkdir -p "$odir"
	free=$(df -P -m "$odir" | awk 'NR == 2 { print $4 }')
	[ "$free" -ge 2500 ] || die "$base/$kind needs 2500 MB of disk space, $free MB are free in $odir"
}

# .queue-source, which appears with the last step, says that the tree is the
# tool's own and complete. Any other folder in this place is somebody's work,
# and so is an edited tree: neither is ever removed.
unpack() {
	local mine

	[ "$(cat "$kdir/.queue-source" 2>/dev/null)" != "$srcver" ] || return 0
	if [ -e "$kdir" ]; then
		[ -f "$kdir/.queue-source" ] ||
			die "${kdir#"$top/"} was not made by this tool: move it away"
		mine="${kdir#"$top/"} is $(cat "$kdir/.queue-source"), wanted is $srcver"
		[ ! -d "$kdir/.git" ] || ! has_local_work "$kdir" || die "$mine, but it has work that is not saved"
		[ -z "$(newer_files "$kdir" | head -n 1)" ] ||
			die "$mine, but files in it were edited: move it away"
	fi
	rm -rf "$kdir.queue-new"
	room
	stage "$base/$kind: unpack $package $srcver"
	mkdir -p "$kdir.queue-new"
	tar -C "$kdir.queue-new" -I 'xz -dT0' --strip-components=1 -xvf "$tarball" 2>> "$log" |
		sed "s,^$package/,," | LC_ALL=C sort > "$tmp/files"
	mv "$tmp/files" "$kdir.queue-new/.queue-files"
	echo "$srcver" > "$kdir.queue-new/.queue-source"
	[ ! -e "$kdir" ] || [ -f "$kdir/.queue-source" ] ||
		die "${kdir#"$top/"} has appeared meanwhile: move it away"
	[ ! -e "$kdir" ] || rm -rf "$kdir"
	mv -T "$kdir.queue-new" "$kdir"
}

# Without the flags of a make that called us: one with -s would leave the log
# empty, and its variables (BASE, KIND) are none of the kernel's.
kmake() {
	local cc=gcc

	! command -v ccache > /dev/null || cc='ccache gcc'
	CCACHE_NOHASHDIR=1 MAKEFLAGS='' MFLAGS='' make -C "$kdir" -j"$(nproc)" CC="$cc" LOCALVERSION= \
		KBUILD_BUILD_TIMESTAMP=@0 KBUILD_BUILD_USER=user-pin \
		KBUILD_BUILD_HOST=user-pin "$@"
}

# allnoconfig plus the fragments. What a fragment asks for and does not get is
# an error: a test without its option would test nothing.
configure() {
	local conf=$top/tools/testing/boot/config frag=("$top/tools/testing/boot/config/common.config")
	local f missing

	case $kind in
	callers)	frag+=("$conf/patched.config") ;;
	kasan)		frag+=("$conf/debug.config") ;;
	esac
	for f in "$conf/$kind.config" "$conf/$kind-$base.config"; do
		[ ! -f "$f" ] || frag+=("$f")
	done
	stage "$base/$kind: configure"
	log=$out/log/config-$base-$kind.log
	{
		kmake -s KCONFIG_CONFIG=.config.new allnoconfig &&
		cat "${frag[@]}" >> "$kdir/.config.new" &&
		kmake -s KCONFIG_CONFIG=.config.new olddefconfig
	} > "$log" 2>&1 || die "$base/$kind: no configuration (log: $log)"
	missing=$(unmet "${frag[@]}" | paste -s -d ' ')
	[ -z "$missing" ] || die "$base/$kind: cannot be set: $missing"
	cmp -s "$kdir/.config.new" "$kdir/.config" || cp "$kdir/.config.new" "$kdir/.config"
	rm -f "$kdir/.config.new" "$kdir/.config.new.old"
}

# Options of the fragments (a later line wins) that are not so in the result.
unmet() { # FRAGMENT...
	awk 'FILENAME == ARGV[ARGC - 1] { have[$0] = 1; split($0, l, "="); value[l[1]] = 1; next }
	     match($0, /^CONFIG_[A-Za-z0-9_]+=/) { want[substr($0, 1, RLENGTH - 1)] = $0 }
	     match($0, /^# CONFIG_[A-Za-z0-9_]+ is not set/) { want[$2] = $0 }
	     END { for (o in want)
			if (want[o] ~ /^#/ ? (o in value) : !(want[o] in have))
				print want[o] ~ /^#/ ? o "=n" : want[o] }' \
		"$@" "$kdir/.config.new" | sort
}

make_tree() { # BASE KIND
	base_load "$1"
	kind_check "$2"
	lock "$1-$2"
	fetch
	log=$out/log/tree-$1-$2.log
	mkdir -p "$out/log"
	unpack
	if [ "$kind" != stock ]; then
		compose "$base"
		stage "$base/$kind: ${#mails[@]} patches"
		sync_tree "$kdir"
		unlock "compose-$base"
	fi
	# kunit.py builds elsewhere, and wants a source tree that is clean.
	[ "$kind" = kunit ] || configure
}

cmd_tree() {
	make_tree "$@"
	echo "$kdir"
}

cmd_build() {
	local failed=''

	[ "$2" != kunit ] || die "the kind kunit is built by tools/testing/kunit"
	make_tree "$@"
	log=$out/log/build-$base-$kind.log
	stage "$base/$kind: compile, log in ${log#"$top/"}"
	: > "$log"
	watch_build "$log" &
	watcher=$!
	kmake vmlinux >> "$log" 2>&1 || failed=y
	stop_watcher
	if [ -n "$failed" ]; then
		grep -m 5 -E '(error|Error|undefined reference|\*\*\*)' "$log" >&2 || true
		die "$base/$kind does not compile (log: $log)"
	fi
	stage "$base/$kind: done, $(grep -cE '^  (CC|AS|LD) ' "$log" || true) objects made"
	echo "$kdir/vmlinux"
}

# A sign of life every half minute.
watch_build() { # LOG
	trap 'kill $! 2>/dev/null; exit' TERM
	while :; do
		sleep 30 &
		wait $!
		stage "$base/$kind: $(grep -cE '^  (CC|AS) ' "$1") objects, $(tail -n 1 "$1" | cut -c 1-60)"
	done
}
