// SPDX-License-Identifier: GPL-2.0
/*
 * Counted pins on user pages: KUnit test of what is left without them.
 *
 * This file sees <linux/user_pin.h> as a kernel with CONFIG_USER_PIN=n does.
 * Its stubs are complete, compile, and say that nothing is pinned, whatever the
 * refcount looks like.
 */
#undef CONFIG_USER_PIN

#include <kunit/test.h>

#include <linux/mm.h>
#include <linux/user_pin.h>
#include <linux/vmstat.h>
#include <linux/writeback.h>

#define NR_PINS	7

/* What pinning does to the refcount and the statistics, and nothing else. */
static void pin(struct folio *folio)
{
	folio_ref_add(folio, NR_PINS * GUP_PIN_COUNTING_BIAS);
	mod_node_page_state(folio_pgdat(folio), NR_FOLL_PIN_ACQUIRED, NR_PINS);
}

static void test_stub_answers(struct kunit *test)
{
	struct writeback_control wbc = { .sync_mode = WB_SYNC_NONE };
	struct folio *folio = folio_alloc(GFP_KERNEL, 0);
	struct address_space *mapping = NULL;

	KUNIT_ASSERT_NOT_NULL(test, folio);
	pin(folio);
	KUNIT_EXPECT_TRUE(test, user_pin_room(folio));
	KUNIT_EXPECT_FALSE(test, user_pin_wanted(folio));
	KUNIT_EXPECT_EQ(test, user_pin_acquire(folio, 1, FOLL_WRITE), 0);
	KUNIT_EXPECT_FALSE(test, user_pin_refill());
	user_pin_release(folio, 1, FOLL_WRITE);
	user_pin_dup(folio, 1);
	user_pin_ending(folio);
	user_pin_ended(folio);
	user_pin_detach(folio);

	/* The refcount is all there is to go by. */
	KUNIT_EXPECT_EQ(test, folio_pin_count(folio), NR_PINS);
	KUNIT_EXPECT_FALSE(test, folio_user_pinned(folio));
	KUNIT_EXPECT_FALSE(test, folio_pinned_for_write(folio));

	KUNIT_EXPECT_FALSE(test, user_pin_skip_writeback(folio, &wbc));
	KUNIT_EXPECT_FALSE(test, user_pin_refuse_release(folio));
	KUNIT_EXPECT_FALSE(test, user_pin_late_dirty(folio));
	user_pin_longterm_refused(NULL);
	KUNIT_EXPECT_FALSE(test, user_pin_range_busy(mapping, 0, LLONG_MAX));
	KUNIT_EXPECT_EQ(test, user_pin_wait_range(mapping, 0, LLONG_MAX), 0);
	KUNIT_EXPECT_EQ(test, user_pin_wait_sb(NULL), 0);
	KUNIT_EXPECT_FALSE(test, user_pin_sb_busy(NULL));
	KUNIT_EXPECT_EQ(test, user_pin_settle_range(mapping, 0, LLONG_MAX), 0);
	KUNIT_EXPECT_EQ(test, user_pin_drain(mapping, 0, LLONG_MAX, jiffies),
			0);
	KUNIT_EXPECT_EQ(test, user_pin_drain_once(mapping, 0, LLONG_MAX), 0);
	KUNIT_EXPECT_EQ(test, user_pin_drain_fallocate(mapping, -1, 0), 0);
	KUNIT_EXPECT_EQ(test, user_pin_shut_out(mapping, 0, LLONG_MAX), 0);
	KUNIT_EXPECT_NULL(test, user_pin_copy_bio(NULL));
	user_pin_copy_end(NULL, NULL);
	user_pin_stabilize_bio(NULL, mapping);

	put_user_folio(folio, NR_PINS);
	folio_put(folio);
}

/* Each form of the release gives back what a pin took. */
static void test_stub_release(struct kunit *test)
{
	struct folio *folio = folio_alloc(GFP_KERNEL, 0);
	struct page *page;

	KUNIT_ASSERT_NOT_NULL(test, folio);
	page = folio_page(folio, 0);
	pin(folio);
	put_user_page(page);
	put_user_pages(&page, 1);
	put_user_pages_dirty_lock(&page, 1, false);
	put_user_page_range_dirty_lock(page, 1, false);
	put_user_folio(folio, 1);
	put_user_folio_written(folio, 1);
	KUNIT_EXPECT_EQ(test, folio_ref_count(folio),
			1 + GUP_PIN_COUNTING_BIAS);
	unpin_user_page(page);
	KUNIT_EXPECT_EQ(test, folio_ref_count(folio), 1);
	folio_put(folio);
}

static struct kunit_case user_pin_stub_cases[] = {
	KUNIT_CASE(test_stub_answers),
	KUNIT_CASE(test_stub_release),
	{}
};

static struct kunit_suite user_pin_stub_suite = {
	.name = "user_pin_stubs",
	.test_cases = user_pin_stub_cases,
};

kunit_test_suite(user_pin_stub_suite);

MODULE_DESCRIPTION("KUnit test of the stubs of counted pins on user pages");
MODULE_LICENSE("GPL");
