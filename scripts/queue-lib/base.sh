# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# shellcheck disable=SC2154	# root, out, tmp: set by scripts/queue
# A base: patches/<base>/BASE, the Debian package, pristine files.
#
# BASE holds one "key value" a line:
#   package  the Debian package that holds the source
#   version  the version the patches were made on
#   release  oldest and newest point release they are known to apply to
#   moves    "yes": the package may vanish from the archive
#   archive  where to look when the apt of the host has no such package
#   file     blob id and path of every existing file that is touched

base_load() { # BASE
	local key a b

	base=$1
	qdir=$root/patches/$base
	odir=$out/$base
	[ -f "$qdir/BASE" ] || die "no base '$base' (there are: $(known_bases))"
	package='' version='' release_min='' release_max='' moves='' archive=''
	files=() blobs=()
	while read -r key a b; do
		case $key in
		package)	package=$a ;;
		version)	version=$a ;;
		release)	release_min=$a release_max=$b ;;
		moves)		moves=$a ;;
		archive)	archive="$a $b" ;;
		file)		blobs+=("$a") files+=("$b") ;;
		''|'#'*)	;;
		*)		die "$qdir/BASE: unknown key '$key'" ;;
		esac
	done < "$qdir/BASE"
	[ -n "$package" ] && [ -n "$version" ] || die "$qdir/BASE: package or version missing"
}

known_bases() {
	local b list=''

	for b in "$root"/patches/*/BASE; do
		[ -f "$b" ] || continue
		b=${b%/BASE}
		list="$list ${b##*/}"
	done
	echo "${list# }"
}

# "6.12.117-1~deb12u1" -> "6.12.117"
release_of() {
	echo "${1%%-*}"
}

# The host's apt, or one of our own that knows the archive line of the base.
apt_dir=''

apt_own() {
	local suite dir

	read -r _ suite _ <<< "$archive"
	[ -n "${suite:-}" ] || return 1
	dir=$out/apt/$suite
	mkdir -p "$dir/lists/partial" "$dir/cache/archives/partial"
	: > "$dir/status"
	echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $archive" > "$dir/sources.list"
	cat > "$dir/apt.conf" <<-END
		Dir::State "$dir";
		Dir::State::status "$dir/status";
		Dir::State::Lists "$dir/lists";
		Dir::Cache "$dir/cache";
		Dir::Etc::SourceList "$dir/sources.list";
		Dir::Etc::SourceParts "/dev/null";
	END
	apt_dir=$dir
}

apt_() { # COMMAND ARG...
	if [ -n "$apt_dir" ]; then
		APT_CONFIG=$apt_dir/apt.conf "$@"
	else
		"$@"
	fi
}

# Versions on offer, newest first.
apt_versions() {
	apt_ apt-cache madison "$package" 2>/dev/null |
		awk -F'|' '/Packages/ { gsub(/ /, "", $2); print $2 }' | uniq
}

# The exact version from anywhere is better than a newer one: the patches
# were made on it. Sets got, the version to take, and leaves apt_dir right;
# archive_down says that the archive line could not be asked.
choose_version() {
	local host own

	apt_dir='' got='' archive_down=''
	host=$(apt_versions)
	if grep -qxF -- "$version" <<< "$host"; then
		got=$version
		return
	fi
	if apt_own; then
		apt_ apt-get -q -o APT::Update::Error-Mode=any update >> "$log" 2>&1 ||
			archive_down=y
		own=$(apt_versions)
		if grep -qxF -- "$version" <<< "$own"; then
			got=$version
			return
		fi
		if [ -z "$host" ]; then
			got=${own%%$'\n'*}
			return
		fi
	fi
	apt_dir='' got=${host%%$'\n'*}
}

# Get the tarball. Sets tarball and srcver, its version.
fetch() {
	local dl=$out/dl have deb

	[ -z "${tarball:-}" ] || return 0
	log=$out/log/fetch-$base.log
	mkdir -p "$dl" "$out/log"
	tarball=${dl}/${package}_${version}.tar.xz srcver=$version
	[ ! -f "$tarball" ] || return 0

	lock "fetch-$base"
	[ ! -f "$tarball" ] || return 0
	have=$(find "$dl" -name "${package}_*.tar.xz" | sort -V | tail -n 1)
	choose_version
	if [ -z "$got" ] && [ -z "$have" ]; then
		[ -z "$archive_down" ] || die "cannot reach $archive (log: $log)"
		[ -n "$moves" ] || die "apt knows no package $package (log: $log)"
		echo "queue: the package $package has gone from $archive" >&2
		exit $gone
	fi
	if [ -n "$have" ] && [ "$got" != "$version" ]; then
		tarball=$have
		srcver=${have##*_}
		srcver=${srcver%.tar.xz}
	else
		srcver=$got
		tarball=${dl}/${package}_${srcver}.tar.xz
		if [ "$(dpkg-query -W -f '${Version}' "$package" 2>/dev/null)" = "$srcver" ] &&
		   [ -f "/usr/src/$package.tar.xz" ]; then
			stage "$base: copy /usr/src/$package.tar.xz ($srcver)"
			cp "/usr/src/$package.tar.xz" "$tarball.new"
		else
			stage "$base: download $package $srcver"
			mkdir -p "$tmp/deb"
			(cd "$tmp/deb" && apt_ apt-get -q download "$package=$srcver") >> "$log" 2>&1 ||
				die "cannot download $package $srcver (log: $log)"
			deb=$(find "$tmp/deb" -name '*.deb')
			dpkg-deb --fsys-tarfile "$deb" |
				tar -xO "./usr/src/$package.tar.xz" > "$tarball.new" ||
				die "no source in $deb"
			rm -rf "$tmp/deb"
		fi
		mv "$tarball.new" "$tarball"
	fi
	[ "$srcver" = "$version" ] ||
		notice "$package $version is not to be had, going on with $srcver"
}

untar() { # DIR [FILE...]
	local dir=$1

	shift
	tar -C "$dir" -I 'xz -dT0' --strip-components=1 -xf "$tarball" \
		"${@/#/$package/}" 2>> "$log"
}

# Files as the base has them lie in a folder of their own, which fills up as
# they are asked for. The stock tree saves unpacking where BASE vouches for it.
pristine() { # FILE...
	local f i blob want=()
	declare -A known=()

	fetch
	store=$odir/pristine/$srcver
	mkdir -p "$store"
	lock "pristine-$base"
	for i in "${!files[@]}"; do
		known[${files[i]}]=${blobs[i]}
	done
	for f; do
		[ ! -f "$store/$f" ] || continue
		blob=${known[$f]:-}
		if [ -n "$blob" ] && [ -f "$odir/stock/$f" ] &&
		   [ "$(g hash-object "$odir/stock/$f")" = "$blob" ]; then
			put_file "$odir/stock/$f" "$store/$f"
		else
			want+=("$f")
		fi
	done
	[ ${#want[@]} -gt 0 ] || { unlock "pristine-$base"; return 0; }
	stage "$base: take ${#want[@]} files out of $package $srcver"
	mkdir -p "$tmp/pristine"
	untar "$tmp/pristine" "${want[@]}" || true
	for f in "${want[@]}"; do
		[ -f "$tmp/pristine/$f" ] || die "$f is not in $package $srcver"
		put_file "$tmp/pristine/$f" "$store/$f"
	done
	unlock "pristine-$base"
}

cmd_pristine() {
	base_load "$1"
	shift
	pristine "$@"
	echo "$store"
}

cmd_fetch() {
	base_load "$1"
	fetch
	echo "$tarball"
}
