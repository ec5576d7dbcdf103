# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# shellcheck disable=SC2154	# set by scripts/queue and compose()
# From commits to patches and files.
#
# The commits are first put on the pristine base in a repository of our own
# ($work), so that it does not matter whether they come from a work tree of the
# queue or from a fork. A new file is saved as it is after the last commit, with
# the commit that first adds it; changes that later commits make to it are
# folded, since a queue that shows new files as real files cannot show their
# history as well.

cmd_save() {
	local kdir=$1 rev

	fork_open "$kdir"
	base_load "$fork_base"
	own=''
	if g -C "$fork" rev-parse -q --verify refs/queue/composed > /dev/null; then
		own=y
	fi
	rev=$(first_rev "$kdir" "${2:-}")
	fetch
	[ -z "$own" ] || check_own "$kdir"

	import "$kdir" "$rev"
	new_qdir=$tmp/queue
	mkdir -p "$new_qdir"
	read_old_queue
	write_patches
	check_lost "$kdir"
	write_series
	files=("${touched[@]}") blobs=()
	for f in "${files[@]}"; do
		blobs+=("$(g -C "$work" rev-parse "base:$f")")
	done
	version=$srcver
	release_max=$(printf '%s\n' "$release_max" "$(release_of "$srcver")" | sort -V | tail -n 1)
	write_base "$new_qdir/BASE"
	plan_files "$kdir"

	# Only now the repository is written to.
	store_files
	store_queue
	check_saved
}

# Who names the wrong commit would lose most of the queue.
check_lost() { # KDIR
	local p n=0 kept=0

	while read -r p; do
		n=$((n + 1))
		[ ! -f "$new_qdir/$p" ] || kept=$((kept + 1))
	done < <(series_of "$qdir")
	[ $((2 * kept)) -ge "$n" ] || [ -n "${FORCE:-}" ] ||
		die "$1: $((n - kept)) of $n patches of the queue are not there; FORCE=1 removes them"
}

# The commit below the first one to save.
first_rev() { # KDIR REV
	local branch rev=$2

	branch=$(gf symbolic-ref -q --short HEAD) || branch=''
	if [ -z "$rev" ] && [ -n "$own" ]; then
		rev=refs/tags/base
	elif [ -z "$rev" ] && [ -n "$branch" ]; then
		rev=$(gf config "branch.$branch.queueBase") || rev=''
	fi
	[ -n "$rev" ] || die "$1: where does the queue begin? Name that commit: save KDIR REV"
	rev=$(g -C "$fork" rev-parse -q --verify "$rev^{commit}") || die "$1 has no commit '$rev'"
	g -C "$fork" merge-base --is-ancestor "$rev" HEAD || die "$1: $rev is not below HEAD"
	[ -n "$(g -C "$fork" rev-list -n 1 "$rev..HEAD")" ] ||
		die "$1 has no commits after $rev: there is nothing to save"
	[ -z "$(g -C "$fork" rev-list --merges "$rev..HEAD")" ] ||
		die "$1: there are merges in $rev..HEAD"
	echo "$rev"
}

# A work tree of ours knows what it was made from, and what it does not track.
check_own() { # KDIR
	local lost

	[ "$(cat "$fork/.git/queue-patches")" = "$(patches_key)" ] || [ -n "${FORCE:-}" ] ||
		die "patches/$base has changed since $1 was made; FORCE=1 overwrites it"
	g -C "$fork" ls-files | LC_ALL=C sort > "$tmp/tracked"
	lost=$(untracked_edits | head -n 1)
	[ -z "$lost" ] ||
		die "$1: $lost was edited but is not tracked: scripts/queue touch $base $lost"
	lost=$(untracked_new | head -n 1)
	[ -z "$lost" ] ||
		die "$1: $lost is new but not tracked: git add -f it, or remove it"
}

untracked_edits() {
	local f

	[ -f "$fork/.queue-source" ] || return 0
	newer_files "$fork" > "$tmp/newer"
	[ -s "$tmp/newer" ] || return 0
	mapfile -t newer < "$tmp/newer"
	pristine "${newer[@]}"
	for f in "${newer[@]}"; do
		cmp -s "$store/$f" "$fork/$f" || echo "$f"
	done
}

# Source files that nobody added, beside those that the queue adds.
untracked_new() {
	local d

	g -C "$fork" diff --name-only --no-renames --diff-filter=A refs/tags/base HEAD |
		xargs -r -n 1 dirname | sort -u |
		while read -r d; do
			[ ! -d "$fork/$d" ] || (cd "$fork" && find "$d" -maxdepth 1 -type f \
				\( -name '*.[chS]' -o -name '*.rst' -o -name 'Kconfig*' \
				   -o -name Makefile \) -not -name '*.mod.c')
		done | LC_ALL=C sort | LC_ALL=C comm -23 - "$tmp/tracked" |
		if [ -f "$fork/.queue-files" ]; then
			LC_ALL=C comm -23 - "$fork/.queue-files"
		else
			cat
		fi
}

# The commits on the pristine base, fixups squashed. Sets work and touched.
import() { # KDIR REV
	mapfile -t touched < <(g -C "$fork" log --format= --name-only --no-renames "$2..HEAD" |
		LC_ALL=C sort -u | while read -r f; do
			[ -z "$f" ] || ! g -C "$fork" cat-file -e "$2:$f" 2>/dev/null || echo "$f"
		done)
	work=$tmp/work
	base_repo "$work" "${touched[@]}"
	g -C "$fork" rev-parse --path-format=absolute --git-path objects \
		> "$work/.git/objects/info/alternates"
	mkdir "$tmp/import"
	g -C "$fork" format-patch -q -N --full-index --no-renames --always --no-signature \
		-o "$tmp/import" "$2..HEAD"
	mails=("$tmp/import"/*.patch)
	[ -e "${mails[0]}" ] || mails=()
	am "$work" "${mails[@]}" || die "on $package $srcver: $conflict"
	if g -C "$work" log --format=%s base.. | grep -q '^\(fixup\|squash\|amend\)! '; then
		GIT_SEQUENCE_EDITOR=: GIT_EDITOR=: \
			g -C "$work" rebase -q -i --autosquash base > "$tmp/rebase.log" 2>&1 ||
			die "$1: the fixups do not squash cleanly: $(grep -m 1 -E '^(CONFLICT|error|fatal|Could not)' "$tmp/rebase.log")"
	fi
}

in_base() { # FILE
	g -C "$work" cat-file -e "base:$1" 2>/dev/null
}

in_tip() { # FILE
	g -C "$work" cat-file -e "HEAD:$1" 2>/dev/null
}

# A patch keeps its name as long as it keeps its subject.
read_old_queue() {
	local p subject

	declare -gA old_name=()
	while read -r p; do
		subject=$(g mailinfo -b /dev/null /dev/null < "$qdir/$p" | sed -n 's/^Subject: //p')
		old_name[$subject]=$p
	done < <(series_of "$qdir")
}

write_patches() {
	local c subject name status f slug
	declare -A adder=() used=()

	order=()
	for c in $(g -C "$work" rev-list --reverse base..HEAD); do
		subject=$(g -C "$work" show -s --format=%s "$c")
		old=() adds=() folded=()
		while read -r status f; do
			if in_base "$f"; then
				old+=("$f")
			elif ! in_tip "$f"; then
				:
			elif [ -z "${adder[$f]:-}" ]; then
				adder[$f]=$subject
				adds+=("$f")
			else
				folded+=("$f")
				notice "folded: '$subject' changes $f, which '${adder[$f]}' adds"
			fi
		done < <(g -C "$work" diff-tree -r --no-commit-id --name-status --no-renames "$c")
		if [ ${#old[@]} = 0 ] && [ ${#adds[@]} = 0 ]; then
			notice "dropped: nothing is left of '$subject'"
			continue
		fi
		name=${old_name[$subject]:-}
		if [ -z "$name" ]; then
			slug=$(g -C "$work" show -s --format=%f "$c" | tr '[:upper:]' '[:lower:]')
			name=core/$(cut -c 1-60 <<< "$slug" | sed 's/[-.]*$//').patch
		fi
		[ -z "${used[$name]:-}" ] || die "two commits would be saved as $name ('$subject')"
		used[$name]=y
		order+=("$name")
		mkdir -p "$new_qdir/$(dirname "$name")"
		write_patch "$c" "$name" > "$new_qdir/$name"
	done
}

write_patch() { # COMMIT NAME
	g -C "$work" show -s --format=email "$1" |
		sed -e '1s/^From [0-9a-f]* /From 0000000000000000000000000000000000000000 /' |
		sed -e :a -e '/^\n*$/ { $d; N; ba' -e '}'
	echo ---
	write_adds "$2"
	if [ ${#old[@]} -gt 0 ]; then
		g -C "$work" diff-tree --stat=72 --summary --no-renames "$1^" "$1" -- "${old[@]}"
		echo
		g -C "$work" diff-tree -p --full-index --no-renames "$1^" "$1" -- "${old[@]}"
	fi
}

# The "Adds:" lines there are stay, as long as they name something.
write_adds() { # NAME
	local line f left=("${adds[@]}") rest hit

	while read -r line; do
		rest=() hit=''
		for f in "${left[@]}"; do
			case $line in
			*/)	[ "${f#"$line"}" = "$f" ] || { hit=y; continue; } ;;
			*)	[ "$f" != "$line" ] || { hit=y; continue; } ;;
			esac
			rest+=("$f")
		done
		left=("${rest[@]}")
		[ -z "$hit" ] || echo "Adds: $line"
	done < <([ ! -f "$qdir/$1" ] || adds_of "$qdir/$1")
	for f in "${left[@]}"; do
		echo "Adds: $f"
	done
}

# Comments stay in front of the patch they stand in front of; those of a patch
# that has gone go to the next one that is left.
write_series() {
	local line name pre='' header=y p
	declare -A before=() text=() live=()

	for p in "${order[@]}"; do
		live[$p]=y
	done
	while IFS= read -r line; do
		name=${line%%[[:space:]#]*}
		if [ -n "$name" ]; then
			[ -n "${live[$name]:-}" ] || continue
			before[$name]=$pre text[$name]=$line
			pre='' header=''
		elif [ -n "$header" ]; then
			echo "$line" >> "$new_qdir/series"
			[ -n "$line" ] || header=''
		else
			pre+=$line$'\n'
		fi
	done < "$qdir/series"
	for p in "${order[@]}"; do
		printf '%s%s\n' "${before[$p]:-}" "${text[$p]:-$p}"
	done >> "$new_qdir/series"
	printf '%s' "$pre" >> "$new_qdir/series"
}

# What to do with each new file. The repository may have moved on since the
# work tree was made: then both changes are merged.
plan_files() { # KDIR
	local f home theirs

	rm -rf "$tmp/plan" "$tmp/merge"
	mkdir -p "$tmp/plan" "$tmp/merge"
	gone_files=() merged_files=0
	while read -r f; do
		home=$(home_of "$qdir" "$f")
		mkdir -p "$tmp/plan/$(dirname "$f")"
		g -C "$work" show "HEAD:$f" > "$tmp/plan/$f"
		[ "$(g -C "$work" ls-tree HEAD "$f" | cut -c 1-6)" = 100644 ] || chmod +x "$tmp/plan/$f"
		[ -f "$home" ] && ! cmp -s "$home" "$tmp/plan/$f" || continue
		if [ -z "$own" ]; then
			gf_root diff --quiet HEAD -- "$home" 2>/dev/null ||
				die "$f has changes here that are not committed"
			continue
		fi
		theirs=$tmp/merge/was
		g -C "$fork" show "refs/queue/composed:$f" > "$theirs" 2>/dev/null || : > "$theirs"
		if ! cmp -s "$theirs" "$home"; then
			merged_files=$((merged_files + 1))
			cmp -s "$theirs" "$tmp/plan/$f" || notice "$f has changed here as well: merged"
			g merge-file -q "$tmp/plan/$f" "$theirs" "$home" ||
				die "$f was changed here and in $1, and the changes conflict"
		fi
	done < <(g -C "$work" diff --name-only --no-renames --diff-filter=A base HEAD)

	while read -r f; do
		[ ! -e "$tmp/plan/$f" ] || continue
		if [ -n "$own" ] && g -C "$fork" cat-file -e "refs/queue/composed:$f" 2>/dev/null; then
			g -C "$fork" show "refs/queue/composed:$f" | cmp -s - "$(home_of "$qdir" "$f")" ||
				die "$f was removed in $1, but changed here"
			gone_files+=("$f")
		else
			notice "$f is not in $1: left as it is"
			merged_files=$((merged_files + 1))
		fi
	done < <(series_of "$qdir" | while read -r p; do added_files "$qdir" "$p"; done)
}

gf_root() {
	git -C "$root" --no-optional-locks "$@"
}

store_files() {
	local f home

	(cd "$tmp/plan" && find . -type f -printf '%P\n') | while read -r f; do
		home=$(home_of "$qdir" "$f")
		cmp -s "$tmp/plan/$f" "$home" || echo "  $f"
		put_file "$tmp/plan/$f" "$home"
	done
	for f in "${gone_files[@]}"; do
		echo "  $f (removed)"
		rm -f "$(home_of "$qdir" "$f")"
	done
}

store_queue() {
	local f

	(cd "$qdir" && find . -name '*.patch' -not -path './files/*' -printf '%P\n') |
		while read -r f; do
			[ ! -f "$new_qdir/$f" ] || continue
			echo "  patches/$base/$f (removed)"
			rm "$qdir/$f"
		done
	(cd "$new_qdir" && find . -type f -printf '%P\n') | sort | while read -r f; do
		cmp -s "$new_qdir/$f" "$qdir/$f" || echo "  patches/$base/$f"
		put_file "$new_qdir/$f" "$qdir/$f"
	done
	find "$qdir" -type d -empty -delete
}

# Saving is right when composing again gives the same files.
check_saved() {
	local bad

	compose "$base"
	if [ "$merged_files" = 0 ]; then
		g -C "$comp" ls-tree -r user-pin > "$tmp/tree.composed"
		g -C "$work" ls-tree -r HEAD > "$tmp/tree.saved"
		bad=$(diff "$tmp/tree.saved" "$tmp/tree.composed" | awk 'NF > 3 { print $NF; exit }')
		[ -z "$bad" ] || die "the saved queue does not give $bad back"
	fi
	if [ -n "$own" ]; then
		g -C "$fork" update-ref refs/queue/composed HEAD
		sync_tree "$fork"
	fi
	echo "${#order[@]} patches saved in patches/$base"
}
