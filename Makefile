# SPDX-License-Identifier: GPL-2.0
# The front door. "make" alone says what there is.

BASE ?= 6.12
KIND ?= patched
MODE ?= report
Q := scripts/queue

help:
	@echo 'make demo [BASE=7.3]          stock and patched kernel side by side: lost or kept'
	@echo 'make check | check-long       the tests | those too long for every change'
	@echo 'make kernel BASE= KIND=       out/<base>/<kind>/vmlinux; stock, patched, off, debug, kasan, callers'
	@echo 'make series BASE= OUT=DIR     the queue as a git format-patch series'
	@echo 'make preflight KDIR=          compare a fork with its base, try the queue'
	@echo 'make apply KDIR= [BRANCH=]    apply the queue to a fork on a new branch'
	@echo 'make save KDIR= [REV=]        commits of a tree back into files and patches'
	@echo 'make convert DIR= [MODE=]     Coccinelle rules over a folder; report or patch'
	@echo 'make kunit | boot | bench | stress    one part alone'
	@echo 'Bases: $(patsubst patches/%/BASE,%,$(wildcard patches/*/BASE)); BASE is $(BASE) unless given.'

demo:
	@scripts/prereq test
	@tools/testing/boot/demo $(BASE)

check:
	@scripts/prereq test
	@tools/testing/check

check-long:
	@scripts/prereq long
	@tools/testing/check --long

kernel:
	@scripts/prereq build
	@$(Q) build $(BASE) $(KIND)

series:
	@$(if $(OUT),,$(error OUT= is missing: the folder to write to))
	@scripts/prereq queue
	@$(Q) series $(BASE) "$(OUT)"

preflight apply save:
	@$(if $(KDIR),,$(error KDIR= is missing: the kernel tree))
	@scripts/prereq queue
	@$(Q) $@ "$(KDIR)" $(if $(filter apply,$@),$(BRANCH)) $(if $(filter save,$@),$(REV))

convert:
	@$(if $(DIR),,$(error DIR= is missing: the folder to look at))
	@scripts/prereq convert
	@scripts/convert "$(DIR)" $(MODE) || [ $$? = 1 ]

kunit:
	@scripts/prereq test
	@tools/testing/kunit $(BASE)

boot:
	@scripts/prereq test
	@$(Q) build $(BASE) $(KIND)
	@tools/testing/boot/selftests $(BASE) $(KIND)

bench stress:
	@scripts/prereq test
	@tools/testing/boot/$@ $(BASE)

.PHONY: help demo check check-long kernel series preflight apply save convert kunit boot bench stress
