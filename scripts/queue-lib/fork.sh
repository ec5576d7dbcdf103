# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# shellcheck disable=SC2154	# set by scripts/queue and compose()
# Forks: git trees of a kernel that belong to somebody else.
#
# Everything is tried in a repository of our own that borrows the objects of
# the fork and of the composed queue (whose base blobs git am -3 wants). Only
# a result that is complete goes into the fork, as one branch.

# git as its owner has set it up, without side effects on the index.
gf() {
	git --no-optional-locks -c safe.directory='*' -C "$fork" "$@"
}

# Refuse by name what is no clean git tree of a kernel. Sets fork, fork_base.
fork_open() { # KDIR
	local up

	[ -d "$1" ] || die "$1: no such directory"
	fork=$(cd "$1" && pwd -P)
	up=$(gf rev-parse --show-toplevel 2>/dev/null) || up=''
	[ "$up" = "$fork" ] || die "$1 is not the top of a git tree"
	gf rev-parse -q --verify HEAD > /dev/null || die "$1 has no commit"
	[ "$(gf rev-parse --show-object-format 2>/dev/null)" != sha256 ] ||
		die "$1 has SHA-256 names; the queue has SHA-1"
	fork_base=$(kernel_version "$fork" HEAD) || die "$1 is not a kernel tree"
	fork_release=${fork_base#* }
	fork_base=${fork_base% *}
	[ -f "$root/patches/$fork_base/BASE" ] ||
		die "$1 is Linux $fork_release; the queue knows $(known_bases | sed 's/ / and /g')"
	[ -z "$(gf status --porcelain --untracked-files=no)" ] ||
		die "$1 has changes that are not committed"
}

# "6.12 6.12.117" from the Makefile of a commit.
kernel_version() { # DIR REV
	g -C "$1" show "$2:Makefile" 2>/dev/null | awk '
		/^VERSION = [0-9]+$/ { v = $3 }
		/^PATCHLEVEL = [0-9]+$/ { p = $3 }
		/^SUBLEVEL = [0-9]+$/ { s = $3 }
		END { if (v == "" || p == "") exit 1
		      print v "." p, v "." p "." s }'
}

# The queue on top of the fork's HEAD, in the repository $trial.
fork_try() {
	local dir

	compose "$fork_base"
	mkdir "$tmp/series"
	format_series "$tmp/series"
	mails=("$tmp"/series/*.patch)
	[ -e "${mails[0]}" ] || mails=()
	name_mails

	trial=$tmp/trial
	new_repo "$trial"
	for dir in "$fork" "$comp"; do
		g -C "$dir" rev-parse --path-format=absolute --git-path objects
	done > "$trial/.git/objects/info/alternates"
	dir=$(g -C "$fork" rev-parse --path-format=absolute --git-path shallow)
	[ ! -f "$dir" ] || cp "$dir" "$trial/.git/shallow"
	# Of the whole kernel only the files that the queue knows.
	g -C "$trial" config core.sparseCheckout true
	g -C "$trial" config core.sparseCheckoutCone false
	g -C "$comp" ls-tree -r --name-only "$tip" | sed 's,^,/,' > "$trial/.git/info/sparse-checkout"
	fork_head=$(g -C "$fork" rev-parse HEAD)
	g -C "$trial" checkout -q -B queue "$fork_head"
	committer_name=$(gf config user.name) || committer_name=''
	committer_mail=$(gf config user.email) || committer_mail=''
	am "$trial" "${mails[@]}" || die "$conflict"
	applied=$(g -C "$trial" rev-list --count "$fork_head..queue")
	[ "$applied" != 0 ] || [ ${#mails[@]} = 0 ] || die "$kdir has the queue already"
	[ "$applied" = ${#mails[@]} ] ||
		notice "$kdir has $((${#mails[@]} - applied)) of ${#mails[@]} patches already"
	fork_in_the_way
	fork_notices
}

# What is not tracked, where a new file or its directory must go.
fork_in_the_way() {
	local f d

	while read -r f; do
		[ ! -e "$fork/$f" ] && [ ! -L "$fork/$f" ] || die "$kdir: $f is in the way"
		for ((d = 1; d < 20; d++)); do
			f=$(dirname "$f")
			[ "$f" != . ] || break
			[ -d "$fork/$f" ] || { [ ! -e "$fork/$f" ] && [ ! -L "$fork/$f" ]; } ||
				die "$kdir: $f is in the way"
		done
	done < <(g -C "$trial" diff --name-only --diff-filter=A "$fork_head" queue)
}

# A new branch must not be there, nor in the way of the file that git keeps it in.
fork_branch_free() { # BRANCH
	local up

	git check-ref-format "refs/heads/$1" > /dev/null 2>&1 ||
		die "'$1' is no name for a branch"
	case $1 in
	-* | @ | HEAD)	die "'$1' is no name for a branch" ;;
	esac
	! gf show-ref -q --verify "refs/heads/$1" || die "$kdir has a branch '$1' already"
	up=$(gf for-each-ref --count=1 --format='%(refname:short)' "refs/heads/$1/")
	[ -z "$up" ] || die "$kdir has a branch '$up', so that there can be no '$1'"
	up=$1
	while [ "$up" != "${up%/*}" ]; do
		up=${up%/*}
		! gf show-ref -q --verify "refs/heads/$up" ||
			die "$kdir has a branch '$up', so that there can be no '$1'"
	done
}

# format-patch writes one mail per commit, in the order of the series.
name_mails() {
	local p i=0

	while read -r p; do
		[ "$i" -lt ${#mails[@]} ] || break
		mail_name[${mails[i]}]=$p
		i=$((i + 1))
	done < <(series_of "$qdir")
}

# At most one line about each thing that is unusual but no reason to stop.
fork_notices() {
	local oldest newest

	oldest=$(printf '%s\n' "$release_min" "$fork_release" | sort -V | head -n 1)
	newest=$(printf '%s\n' "$release_max" "$fork_release" | sort -V | tail -n 1)
	if [ "$oldest" != "$release_min" ] || [ "$newest" != "$release_max" ]; then
		notice "Linux $fork_release is outside $release_min..$release_max, where the queue is known to work; it applies$(by_merge)"
	elif [ "$merged" != 0 ]; then
		notice "the queue applies$(by_merge)"
	fi
}

by_merge() {
	[ "$merged" = 0 ] || echo ", $merged of ${#mails[@]} patches by three-way merge"
}

cmd_preflight() {
	local f n=0 kdir=$1

	fork_open "$1"
	compose "$fork_base"
	echo "$1: Linux $fork_release, base $fork_base ($package $srcver)"
	for f in "${files[@]}"; do
		if [ "$(g -C "$fork" rev-parse -q --verify "HEAD:$f")" != \
		     "$(g -C "$comp" rev-parse "base:$f")" ]; then
			echo "differs from the base: $f"
			n=$((n + 1))
		fi
	done
	echo "$n of ${#files[@]} touched files differ from the base"
	fork_try
	echo "$applied patches apply$(by_merge)"
}

cmd_apply() {
	local branch=${2:-user-pin} f kdir=$1

	fork_open "$1"
	fork_branch_free "$branch"
	for f in rebase-apply rebase-merge MERGE_HEAD CHERRY_PICK_HEAD; do
		[ ! -e "$(gf rev-parse --path-format=absolute --git-path $f)" ] ||
			die "$1 is in the middle of a rebase, merge or am"
	done
	fork_try
	g -C "$fork" fetch -q --no-tags --no-write-fetch-head "$trial" "queue:refs/heads/$branch"
	if ! gf checkout -q "$branch" 2> "$tmp/checkout.log"; then
		# If it cannot be checked out after all, no branch stays behind. A hook
		# that fails after the checkout does not undo it.
		if [ "$(gf symbolic-ref -q --short HEAD)" != "$branch" ]; then
			gf branch -q -D "$branch"
			die "$1: $(tr -s '\n\t ' ' ' < "$tmp/checkout.log")"
		fi
		notice "$1: a hook of the fork failed after the checkout"
	fi
	# For "save": where the queue begins.
	gf config "branch.$branch.queueBase" "$fork_head"
	echo "$1: $applied patches on branch $branch"
}
