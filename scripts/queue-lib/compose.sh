# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# shellcheck disable=SC2154	# set by scripts/queue, base_load() and fetch()
# From patches and files to commits.
#
# out/<base>/compose is a git repository of the tool's own: tag "base" holds the
# touched files as the base has them, branch "user-pin" one commit per patch.
# Everything else (exported series, source trees, forks) is made from it.

# The patches of a queue in order: lines of series without comments.
series_of() { # QDIR
	sed -e 's/[[:space:]]*#.*//' -e '/^[[:space:]]*$/d' "$1/series"
}

# "Adds:" lines of a patch; they stand between its "---" and its first diff.
adds_of() { # PATCH
	awk '/^diff --git / { exit }
	     below && /^Adds: / { print $2 }
	     /^---$/ { below = 1 }' "$1"
}

# Files that git would track below DIR of the repository (no build products).
files_below() { # DIR
	(cd "$root" && g ls-files -c -o --exclude-standard -- "$1" | sort -u) |
	while read -r f; do
		[ ! -e "$root/$f" ] || echo "$f"
	done
}

# Where the text of a new file stands: with the base that alone needs it, or
# at its kernel path in the repository.
home_of() { # QDIR PATH
	if [ -e "$1/files/$2" ]; then
		echo "$1/files/$2"
	else
		echo "$root/$2"
	fi
}

# All new files of a patch.
added_files() { # QDIR PATCH
	local a f

	adds_of "$1/$2" | while read -r a; do
		case $a in
		*/)	{
				files_below "$a"
				[ ! -d "$1/files/$a" ] ||
					(cd "$1/files" && find "$a" -type f)
			} | sort -u ;;
		*)	echo "$a" ;;
		esac
	done
}

# A patch with its new files as ordinary diffs: a mail that git am takes.
expand() { # QDIR PATCH
	local f home body=$tmp/expand

	: > "$body"
	rm -rf "$tmp/add"
	while read -r f; do
		home=$(home_of "$1" "$f")
		[ -f "$home" ] || die "$2 adds $f, which does not exist"
		mkdir -p "$tmp/add/$(dirname "$f")"
		cp -p "$home" "$tmp/add/$f"
		(cd "$tmp/add" && g diff --no-index --full-index --no-color \
			-- /dev/null "$f") >> "$body" || true
		echo "$f" >> "$tmp/added"
	done < <(added_files "$1" "$2")
	awk '/^diff --git / { diff = 1 } diff' "$1/$2" >> "$body"

	# Without any diff the mail must end with its message.
	awk '/^---$/ || /^diff --git / { exit } { print }' "$1/$2"
	if [ -s "$body" ]; then
		echo ---
		cat "$body"
	fi
}

expand_all() { # QDIR DIR: sets mails and mail_name[]
	local p n=0 dup

	mkdir -p "$2"
	mails=()
	: > "$tmp/added"
	while read -r p; do
		[ -f "$1/$p" ] || die "$1/series names $p, which does not exist"
		n=$((n + 1))
		mails+=("$2/$(printf %04d $n)-$(basename "$p")")
		expand "$1" "$p" > "${mails[-1]}"
		mail_name[${mails[-1]}]=$p
	done < <(series_of "$1")
	dup=$(sort "$tmp/added" | uniq -d | head -n 1)
	[ -z "$dup" ] || die "$dup is added by two patches"
}
declare -A mail_name=()

# git am -3 in the repository REPO, whose work tree holds the touched files.
# 0: done, merged is the number of patches that needed -3. Otherwise conflict
# says which patch, file and hunk; REPO is of no more use then.
am() { # REPO MAIL...
	local repo=$1 n mail f more files_hit rej where=''

	shift
	merged=0 conflict=''
	[ $# -gt 0 ] || return 0
	if (cd "$repo" && g am -3 --keep-non-patch --committer-date-is-author-date \
		--whitespace=nowarn --empty=keep "$@") > "$tmp/am.log" 2>&1; then
		merged=$(grep -c '^Using index info to reconstruct' "$tmp/am.log") || true
		return 0
	fi
	if [ ! -f "$repo/.git/rebase-apply/next" ]; then
		conflict=$(tail -n 1 "$tmp/am.log")
		return 1
	fi
	n=$(cat "$repo/.git/rebase-apply/next")
	mail=${!n}
	files_hit=$(g -C "$repo" diff --name-only --diff-filter=U)
	rm -rf "$repo/.git/rebase-apply"
	g -C "$repo" reset -q --hard
	(cd "$repo" && g apply --whitespace=nowarn --reject "$mail") > "$tmp/reject.log" 2>&1 || true
	[ -n "$files_hit" ] || files_hit=$(sed -n \
		-e 's/^error: patch failed: \(.*\):[0-9]*$/\1/p' \
		-e 's/^error: \(.*\): \(No such file\|does not exist\|already exists\).*/\1/p' \
		"$tmp/reject.log" | sort -u)
	for f in $files_hit; do
		where="$where${where:+; }$f"
		rej=$repo/$f.rej
		if [ -f "$rej" ]; then
			where="$where, hunk $(grep -m 1 '^@@' "$rej")"
			more=$(($(grep -c '^@@' "$rej") - 1))
			[ "$more" = 0 ] || where="$where (and $more more)"
		elif grep -qF "error: $f: already exists" "$tmp/reject.log"; then
			where="$where exists already"
		elif grep -qF "error: $f: " "$tmp/reject.log"; then
			where="$where does not exist"
		fi
	done
	conflict="${mail_name[$mail]:-$(basename "$mail")} does not apply: ${where:-$(tail -n 1 "$tmp/am.log")}"
	return 1
}

# A repository whose first commit, tagged "base", holds FILE... as the base has them.
base_repo() { # REPO FILE...
	local repo=$1 f

	shift
	pristine Makefile "$@"
	new_repo "$repo"
	for f in Makefile "$@"; do
		mkdir -p "$(dirname "$repo/$f")"
		cp -p "$store/$f" "$repo/$f"
	done
	g -C "$repo" add -f .
	GIT_AUTHOR_DATE=$epoch GIT_COMMITTER_DATE=$epoch \
		g -C "$repo" commit -q -m "$package $srcver: the files that are touched"
	g -C "$repo" tag base
}

# Sets comp (the repository) and tip (its last commit).
compose() { # BASE
	local key

	base_load "$1"
	g -C "$root" rev-parse --git-dir > /dev/null 2>&1 || die "$root is not a git tree"
	fetch
	expand_all "$qdir" "$tmp/mails-$base"
	comp=$odir/compose
	key=$({
		echo "$srcver"
		printf '%s\n' "${blobs[@]}" "${files[@]}"
		cat "$lib/compose.sh" /dev/null "${mails[@]}"
	} | g hash-object --stdin)
	lock "compose-$base"
	if [ "$(cat "$comp/.git/queue-key" 2>/dev/null)" != "$key" ]; then
		rm -rf "$comp.new"
		base_repo "$comp.new" "${files[@]}"
		am "$comp.new" "${mails[@]}" || die "on $package $srcver: $conflict"
		[ "$merged" = 0 ] ||
			notice "$merged of ${#mails[@]} patches needed a three-way merge on $srcver"
		echo "$key" > "$comp.new/.git/queue-key"
		rm -rf "$comp"
		mv "$comp.new" "$comp"
	fi
	tip=$(g -C "$comp" rev-parse user-pin)
}

# What the patches of a base are now, to see later whether they have changed.
patches_key() {
	(cd "$qdir" && find . -type f -not -path './files/*' | sort |
		while read -r f; do echo "$f"; cat "$f"; done) | g hash-object --stdin
}

format_series() { # DIR: the composed commits as mails
	g -C "$comp" format-patch -q -N --full-index --no-signature --zero-commit \
		--no-renames -o "$1" base..user-pin
}

cmd_series() {
	local dir

	mkdir -p "$2"
	dir=$(cd "$2" && pwd)
	[ -z "$(find "$dir" -maxdepth 1 -name '*.patch' | head -n 1)" ] ||
		die "$2 holds patches already"
	compose "$1"
	format_series "$dir"
	echo "$(find "$dir" -name '[0-9]*-*.patch' | wc -l) patches for $package $srcver in $2"
}

# --- Work trees --------------------------------------------------------------
#
# out/<base>/light and out/<base>/{patched,off,debug,callers,kunit} are git
# repositories that track the touched and the new files; people edit and commit
# in them.
# refs/queue/composed is the commit they were made from.

# Messages and trees of the commits on top of the base.
history_of() { # DIR REV
	g -C "$1" log --format='%T%n%B' "refs/tags/base..$2"
}

has_local_work() { # DIR
	g -C "$1" rev-parse -q --verify refs/queue/composed > /dev/null || return 1
	[ -n "$(g -C "$1" status --porcelain)" ] ||
		[ "$(history_of "$1" HEAD)" != "$(history_of "$1" refs/queue/composed)" ]
}

# Files of the tarball that are not tracked and newer than the day they were
# unpacked: somebody has edited them. In a tree that git does not know: all.
newer_files() { # DIR
	{ [ ! -d "$1/.git" ] || g -C "$1" ls-files; } | LC_ALL=C sort > "$tmp/tracked"
	(cd "$1" && find . -type f -newer .queue-source -not -path './.git/*' -printf '%P\n') |
		LC_ALL=C sort |
		LC_ALL=C comm -12 - "$1/.queue-files" |
		LC_ALL=C comm -23 - "$tmp/tracked"
}

# A file about to be written for the first time must be as the base has it.
check_first_write() { # DIR OLD
	local f have

	g -C "$comp" ls-tree -r --name-only "$tip" | while read -r f; do
		[ -e "$1/$f" ] || continue
		[ -z "$2" ] || ! g -C "$1" cat-file -e "$2:$f" 2>/dev/null || continue
		have=$(g hash-object "$1/$f")
		[ "$have" = "$(g -C "$comp" rev-parse -q --verify "base:$f")" ] ||
		[ "$have" = "$(g -C "$comp" rev-parse -q --verify "$tip:$f")" ] ||
			die "${1#"$top/"}/$f was edited but is not tracked: scripts/queue touch $base $f"
	done
}

# Bring DIR to the composed tip; leave alone what somebody is working on.
sync_tree() { # DIR
	local dir=$1 f old oldbase

	if [ ! -d "$dir/.git" ]; then
		[ ! -e "$dir" ] || [ -f "$dir/.queue-source" ] ||
			die "${dir#"$top/"} was not made by this tool: move it away"
		new_repo "$dir"
		echo '*' > "$dir/.git/info/exclude"
	elif has_local_work "$dir"; then
		notice "${dir#"$top/"} has work that is not saved: used as it is"
		return
	fi
	old=$(g -C "$dir" rev-parse -q --verify refs/queue/composed) || old=''
	oldbase=$(g -C "$dir" rev-parse -q --verify refs/tags/base) || oldbase=''
	check_first_write "$dir" "$old" || exit 1
	g -C "$dir" fetch -q --no-tags --force --no-write-fetch-head "$comp" \
		user-pin:refs/queue/composed refs/tags/base:refs/tags/base

	mkdir -p "$tmp/tip"
	g -C "$comp" archive "$tip" | tar -x -C "$tmp/tip"
	g -C "$comp" ls-tree -r --name-only "$tip" | while read -r f; do
		put_file "$tmp/tip/$f" "$dir/$f"
	done
	rm -rf "$tmp/tip"
	[ -z "$old" ] || g -C "$dir" ls-tree -r --name-only "$old" | while read -r f; do
		if g -C "$comp" cat-file -e "$tip:$f" 2>/dev/null; then
			continue
		elif g -C "$dir" cat-file -e "$oldbase:$f" 2>/dev/null &&
		     [ -e "$dir/.queue-source" ]; then
			g -C "$dir" show "$oldbase:$f" > "$tmp/restore"
			put_file "$tmp/restore" "$dir/$f"
		else
			rm -f "$dir/$f"
		fi
	done
	g -C "$dir" symbolic-ref HEAD refs/heads/user-pin
	g -C "$dir" update-ref refs/heads/user-pin "$tip"
	g -C "$dir" read-tree "$tip"
	g -C "$dir" update-index -q --refresh || true
	patches_key > "$dir/.git/queue-patches"
}

cmd_light() {
	compose "$1"
	sync_tree "$odir/light"
	echo "$odir/light"
}

# More files in the trees of a base: they join the commit "base" and everything
# on top of it. The files in the work trees are not touched, so that edits made
# before the file was known show up as edits.
cmd_touch() {
	local b=$1 f dir blob known

	shift
	base_load "$b"
	known=" ${files[*]} "
	new=()
	for f; do
		case $known in
		*" $f "*) ;;
		*)	new+=("$f"); known="$known$f " ;;
		esac
	done
	[ ${#new[@]} -gt 0 ] || return 0
	pristine "${new[@]}"
	for f in "${new[@]}"; do
		blob=$(g hash-object "$store/$f")
		files+=("$f") blobs+=("$blob")
	done
	write_base "$qdir/BASE"
	for dir in light patched off debug kasan callers kunit; do
		[ ! -d "$odir/$dir/.git" ] || widen "$odir/$dir" "${new[@]}"
	done
}

# Rewrite base..HEAD of a work tree so that FILE... are in every commit.
widen() { # DIR FILE...
	local dir=$1 f c tree parent='' line args=() newc composed

	shift
	for f; do
		g -C "$dir" cat-file -e "HEAD:$f" 2>/dev/null && continue
		args+=(--cacheinfo "100644,$(g -C "$dir" hash-object -w "$store/$f"),$f")
		[ ! -x "$store/$f" ] || args[-1]=100755,${args[-1]#*,}
		[ -e "$dir/$f" ] || [ -f "$dir/.queue-source" ] || put_file "$store/$f" "$dir/$f"
	done
	[ ${#args[@]} -gt 0 ] || return 0
	composed=$(g -C "$dir" rev-parse refs/queue/composed)
	declare -A map=()
	for c in $(g -C "$dir" rev-list --reverse --topo-order "$composed" HEAD); do
		export GIT_INDEX_FILE=$tmp/index
		rm -f "$GIT_INDEX_FILE"
		g -C "$dir" read-tree "$c"
		g -C "$dir" update-index --add "${args[@]}"
		tree=$(g -C "$dir" write-tree)
		unset GIT_INDEX_FILE
		parent=()
		for line in $(g -C "$dir" show -s --format=%P "$c"); do
			parent+=(-p "${map[$line]}")
		done
		newc=$(
			IFS=$'\n' read -r -d '' an ae ad cd < <(g -C "$dir" show -s --format='%an%n%ae%n%aI%n%cI' "$c") || true
			export GIT_AUTHOR_NAME=$an GIT_AUTHOR_EMAIL=$ae GIT_AUTHOR_DATE=$ad GIT_COMMITTER_DATE=$cd
			g -C "$dir" show -s --format=%B "$c" | sed -e '$ { /^$/d }' |
				g -C "$dir" commit-tree "${parent[@]}" "$tree"
		)
		map[$c]=$newc
	done
	g -C "$dir" update-ref refs/tags/base "${map[$(g -C "$dir" rev-parse 'refs/tags/base^{commit}')]}"
	g -C "$dir" update-ref refs/queue/composed "${map[$composed]}"
	g -C "$dir" update-ref HEAD "${map[$(g -C "$dir" rev-parse HEAD)]}"
	g -C "$dir" update-index --add "${args[@]}"
	g -C "$dir" update-index -q --refresh || true
	patches_key > "$dir/.git/queue-patches"
}

# Sorted by path, so that two people's changes merge.
write_base() { # FILE
	local i

	{
		sed '/^[a-z]/d' "$qdir/BASE"
		echo "package $package"
		echo "version $version"
		echo "release $release_min $release_max"
		[ -z "$moves" ] || echo "moves $moves"
		[ -z "$archive" ] || echo "archive $archive"
		for i in "${!files[@]}"; do
			echo "file ${blobs[i]} ${files[i]}"
		done | LC_ALL=C sort -k 3
	} > "$tmp/BASE"
	cat "$tmp/BASE" > "$1"
}
