# SPDX-License-Identifier: GPL-2.0
"""What the kernel's own functions do with a page: the only such list.

A function that is neither here nor in the file at hand may do anything with
the page it is given, so the rules refuse.
"""

# get_user_pages*() -> pin_user_pages*(), and for a given number of arguments
# where the pages are: one position, or several to choose from by type.
ACQUIRE = {
    'get_user_pages': ('pin_user_pages',
                       {4: [3], 5: [3], 6: [4], 7: [5, 4], 8: [6]}),
    'get_user_pages_fast': ('pin_user_pages_fast', {4: [3]}),
    'get_user_pages_unlocked': ('pin_user_pages_unlocked',
                                {4: [2], 5: [4, 2], 6: [4, 5], 7: [6]}),
    'get_user_pages_remote': ('pin_user_pages_remote',
                              {6: [4], 7: [4, 5], 8: [5, 6]}),
    'get_user_pages_locked': ('pin_user_pages_locked',
                              {5: [3], 6: [4], 8: [6]}),
    'get_user_pages_longterm': ('pin_user_pages', {5: [3]}),
}

# Where the flags are, if they are FOLL_ flags.
FLAGS = {
    'get_user_pages': {4: 2, 5: 2, 7: 4},
    'get_user_pages_fast': {4: 2},
    'get_user_pages_unlocked': {4: 3},
    'get_user_pages_remote': {6: 3, 7: 3, 8: 4},
    'get_user_pages_locked': {5: 2},
    'get_user_pages_longterm': {5: 2},
}

# Forms without a counterpart.
ACQUIRE_OTHER = {'get_user_pages_fast_only', '__get_user_pages_fast',
                 'get_user_page_fast_only', 'get_user_page_vma_remote',
                 '__get_user_pages', '__get_user_pages_locked',
                 '__get_user_pages_unlocked', 'get_user_pages_remote_locked'}

# The release of a FOLL_GET reference, and what it becomes.
RELEASE = {
    'put_page': 'put_user_page',
    'page_cache_release': 'put_user_page',
    'release_pages': 'put_user_pages',
    'folio_put': 'put_user_page',
}

# A release that is not the counterpart of get_user_pages*().
RELEASE_OTHER = {'unpin_user_page', 'unpin_user_pages',
                 'unpin_user_pages_dirty_lock', 'unpin_user_folio',
                 'unpin_user_page_range_dirty_lock', 'unpin_folio',
                 'put_user_page', 'put_user_pages', 'put_user_folio',
                 'put_user_pages_dirty_lock', 'put_user_page_range_dirty_lock',
                 '__free_page', '__free_pages', 'folio_put_refs',
                 'put_devmap_managed_page', 'page_frag_free',
                 '__page_frag_cache_drain', 'put_page_testzero',
                 'put_and_unmap_page', 'put_pages_list', 'free_page_list',
                 'folios_put'}

PIN = {'get_kernel_pages', 'get_kernel_page', 'pin_user_pages', 'pin_user_pages_fast', 'pin_user_pages_remote',
       'pin_user_pages_unlocked', 'pin_user_pages_locked',
       'pin_user_pages_fast_only', 'iov_iter_extract_pages',
       'iov_iter_get_pages', 'iov_iter_get_pages2',
       'iov_iter_get_pages_alloc', 'iov_iter_get_pages_alloc2'}

# A driver's own function must not be called that: mm.h and user_pin.h declare it.
KERNEL = PIN | {n for n in RELEASE_OTHER if n.startswith(('unpin_user', 'put_user'))}

# A reference more, or somebody who reads the count and knows what to expect.
EXTRA_REF = {'page_ref_count', 'page_count', 'folio_ref_count',
             'page_maybe_dma_pinned', 'folio_maybe_dma_pinned', 'get_page', 'page_cache_get', 'folio_get', 'try_get_page',
             'get_page_unless_zero', 'folio_try_get', 'page_ref_add',
             'page_ref_inc', 'folio_ref_add', 'get_page_foll', 'try_get_folio',
             'page_cache_get_speculative', 'try_grab_page',
             'init_page_count', 'set_page_count', 'page_ref_sub', 'folio_ref_inc',
             'folio_ref_sub', 'page_ref_dec'}

# Pages that do not come from user space, or not with a reference of their own.
FOREIGN = {'alloc_page', 'alloc_pages', '__alloc_pages', 'alloc_pages_node',
           'alloc_page_vma', 'alloc_pages_exact', '__page_cache_alloc',
           'dev_alloc_page', 'dev_alloc_pages', 'skb_frag_page', 'pskb_page',
           'vmalloc_to_page', 'vmalloc_to_pfn',
           'kmap_atomic_to_page', 'ZERO_PAGE', 'follow_page', 'mem_map',
           'find_get_page', 'find_lock_page', 'find_or_create_page',
           'grab_cache_page', 'grab_cache_page_write_begin',
           'pagecache_get_page', 'read_mapping_page', 'read_cache_page',
           'shmem_read_mapping_page', 'shmem_read_mapping_page_gfp',
           'find_get_pages', 'is_vmalloc_addr', 'vm_normal_page',
           'virt_to_head_page', 'folio_alloc', 'filemap_get_folio',
           '__dev_alloc_page', 'gfn_to_page', 'pfn_to_online_page',
           'alloc_page_buffers', 'page_frag_alloc', 'bio_page', 'bvec_page'}

# Argument by which the number of a page comes back that nobody took.
FOREIGN_OUT = {'follow_pfn': 2, 'unsafe_follow_pfn': 2, 'follow_phys': 4,
               'follow_fault_pfn': 3}

# Memory for an array of pages; a source of entries that are not there yet.
ALLOC = {'kmalloc', 'kzalloc', 'kcalloc', 'kmalloc_array', 'kvmalloc',
         'kvzalloc', 'kvcalloc', 'kvmalloc_array', 'vmalloc', 'vzalloc',
         'kmalloc_node', 'kzalloc_node', 'vmalloc_node', 'vzalloc_node',
         'kcalloc_node', 'kvmalloc_node', 'kvzalloc_node', 'devm_kmalloc',
         'devm_kzalloc', 'devm_kcalloc', 'devm_kmalloc_array', 'krealloc',
         'krealloc_array', 'vmalloc_array', 'vcalloc', '__vmalloc',
         '__vmalloc_array', '__vcalloc', 'kvrealloc', 'array_size', 'ERR_PTR',
         'ERR_CAST', '__get_free_page', '__get_free_pages', 'get_zeroed_page',
         'kmem_cache_alloc', 'kmem_cache_zalloc', 'drm_malloc_ab',
         'drm_malloc_gfp', 'drm_calloc_large', 'mempool_alloc', 'sock_kmalloc',
         'kmalloc_obj', 'kzalloc_obj', 'kmalloc_objs', 'kzalloc_objs',
         'kvmalloc_objs', 'kvzalloc_objs', 'kvmalloc_obj', 'kvzalloc_obj',
         'alloca', '__builtin_alloca', 'memset', 'vmalloc_user', 'vmalloc_32',
         'kmemdup_nul', 'sg_kmalloc', 'sg_alloc_table', 'drmm_kmalloc_array',
         'drmm_kzalloc', 'drmm_kcalloc', 'alloc_workqueue', 'flex_array_alloc'}

# The value of the call is about the same page as this argument.
SAME = {'sg_page': 0, 'sg_next': 0, 'compound_head': 0, 'page_folio': 0,
        'folio_page': 0, 'nth_page': 0, 'sg_page_iter_page': 0,
        'READ_ONCE': 0, 'rcu_dereference': 0, 'sg_last': 1, 'page_head': 0,
        'compound_trans_head': 0, 'sg_nth': 0, 'kmemdup': 0, 'ACCESS_ONCE': 0,
        'likely': 0, 'unlikely': 0, 'bvec_iter_page': 0, 'array_index_nospec': 0,
        'xchg': 0, 'kmemdup_array': 0, 'kvmemdup': 0, 'folio_file_page': 0,
        'mp_bvec_iter_page': 0}

# The same, but a number or an address: it can lead back to the page, and it
# carries no reference.
WEAK = {'page_to_pfn': 0, 'page_to_phys': 0, 'pfn_to_page': 0,
        'phys_to_page': 0, 'page_address': 0, 'virt_to_page': 0,
        'page_to_virt': 0, '__pa': 0, '__va': 0, 'PFN_PHYS': 0, 'PHYS_PFN': 0,
        'cpu_to_be64': 0, 'cpu_to_le64': 0, 'virt_to_phys': 0,
        'phys_to_virt': 0, 'page_to_bus': 0, '__sme_page_pa': 0,
        'lowmem_page_address': 0, 'kmap': 0, 'kmap_local_page': 0,
        'kmap_to_page': 0, '__phys_to_pfn': 0,
        '__pfn_to_phys': 0, 'pfn_to_kaddr': 0, 'be64_to_cpu': 0,
        'le64_to_cpu': 0, 'mfn_to_pfn': 0, 'pfn_to_mfn': 0}

# Of these, those that give the page at an address or number, whoever has taken it.
LOOKUP = {'pfn_to_page', 'phys_to_page', 'virt_to_page', 'kmap_to_page'}

# Arguments (from, to): the page at an address is in the entry afterwards.
LOOKUP_INTO = {'sg_set_buf': (1, 0), 'sg_init_one': (1, 0), 'bvec_set_virt': (1, 0)}

# Arguments (from, to): pages of the one are in the other afterwards.
COPY = {'sg_set_page': (1, 0), 'sg_assign_page': (1, 0), 'memcpy': (1, 0),
        'memmove': (1, 0), 'sg_alloc_table_from_pages': (1, 0),
        '__sg_alloc_table_from_pages': (1, 0),
        'sg_alloc_table_from_pages_segment': (1, 0),
        'sg_alloc_append_table_from_pages': (1, 0),
        'bvec_set_page': (1, 0), 'swap': (1, 0), 'WRITE_ONCE': (1, 0),
        'rcu_assign_pointer': (1, 0), '__sg_page_iter_start': (1, 0),
        'sg_chain': (2, 0), 'sg_miter_start': (1, 0)}
ITERATE = {'for_each_sg': (0, 1), 'for_each_sgtable_sg': (0, 1),
           'for_each_sg_page': (0, 1), 'for_each_sgtable_page': (0, 1),
           'for_each_sg_dma_page': (0, 1), 'for_each_sgtable_dma_sg': (0, 1),
           'for_each_sgtable_dma_page': (0, 1)}
# One entry may stand for several pages after these.
COALESCE = {'sg_alloc_table_from_pages', '__sg_alloc_table_from_pages',
            'sg_alloc_table_from_pages_segment',
            'sg_alloc_append_table_from_pages', 'drm_prime_pages_to_sg'}

# set_page_dirty_lock() without the lock, and what they are called meanwhile.
UNLOCKED = {'SetPageDirty': 'set_page_dirty_lock__flag',
            'set_page_dirty': 'set_page_dirty_lock__plain'}

# A function that calls these may sleep where it is called from.
SLEEPS = (r'\b(mutex_lock\w*|down_(read|write)\w*|down(_interruptible|_killable)?|mmap_(read|write)_lock\w*|'
          r'get_user_pages\w*|pin_user_pages\w*|copy_(from|to)_user|__copy_(from|to)_user|get_user|put_user|'
          r'memdup_user\w*|msleep\w*|ssleep|schedule(_timeout\w*)?|wait_event\w*|wait_for_completion\w*|'
          r'flush_work\w*|cancel_\w*work_sync|synchronize_\w+|kthread_stop|might_sleep|'
          r'set_page_dirty_lock)\s*\(|\bGFP_KERNEL\b')
# Where sleeping may not be, or where the page may be locked already.
ATOMIC = (r'\b(raw_)?spin_(try)?lock\w*|\b(read|write)_lock(_irq|_bh|_irqsave)?\s*\(|\brcu_read_lock\w*|'
          r'\blocal_(irq|bh)_\w+|\bpreempt_disable|\bbit_spin_lock|\bkmap_atomic|\bkmap_local\w*|'
          r'\birqreturn_t|\btasklet|\bget_cpu\w*|\bin_(atomic|interrupt|irq|softirq)\b|\bGFP_ATOMIC\b|'
          r'\b(guard|scoped_\w*guard)\s*\(|\b(try)?lock_page\w*\s*\(|\bunlock_page')

# Structs of the kernel: a page in one of their fields goes back by code of the
# kernel, and that drops a reference.
HANDED = {'pipe_inode_info', 'pipe_buffer', 'splice_pipe_desc', 'sk_buff',
          'skb_shared_info', 'skb_frag_struct', 'skb_frag_t', 'bio', 'vm_fault',
          'page', 'folio', 'address_space', 'xdp_buff', 'xdp_frame'}

# The first argument is looked at, but the second is kept, even a page as a number.
KEEP = {'set_page_private', 'dev_set_drvdata', 'platform_set_drvdata', 'pci_set_drvdata'}

# Neither keeps the page nor drops a reference.
NEUTRAL = set('''
 copy_page_to_iter copy_page_from_iter copy_page_from_iter_atomic
 kmap kunmap kmap_atomic kunmap_atomic kmap_local_page kunmap_local
 kmap_local_folio kmap_to_page __kunmap_atomic kmap_high
 memset memcmp memcpy memmove memcpy_fromio memcpy_toio copy_page clear_page
 clear_highpage copy_highpage zero_user zero_user_segment memcpy_from_page
 memcpy_to_page memzero_page copy_user_highpage clear_user_highpage
 copy_from_user copy_to_user copy_from_user_page copy_to_user_page page_copy_sane
 PageReserved SetPageReserved ClearPageReserved PageDirty SetPageDirty
 ClearPageDirty TestSetPageDirty PageUptodate SetPageUptodate PageLocked
 PageHighMem PageCompound PageHead PageTail PageTransHuge PageTransCompound
 PageHuge PageAnon PageSlab PageError SetPageError PageSwapBacked PageKsm
 PageWriteback PageLRU PagePrivate PageActive SetPageReferenced
 PageSwapCache PageHWPoison SetPageHWPoison PageTransTail PageMovable
 set_page_dirty set_page_dirty_lock folio_mark_dirty folio_mark_dirty_lock
 folio_mark_accessed mark_page_accessed lock_page unlock_page trylock_page
 lock_page_killable folio_lock folio_unlock wait_on_page_writeback
 folio_test_dirty folio_test_large folio_nr_pages folio_size
 page_mapcount page_mapping page_index page_zone
 page_zone_id page_zonenum page_to_nid page_zone_type page_size page_shift
 page_mapped page_private page_order compound_order compound_nr thp_nr_pages
 thp_order page_to_pgoff folio_test_hugetlb folio_test_anon folio_order
 folio_mapping
 folio_pfn folio_pos page_offset offset_in_page folio_test_reserved
 hpage_nr_pages is_zone_device_page is_device_private_page is_pci_p2pdma_page
 is_zero_page is_zero_pfn is_migrate_isolate_page is_invalid_reserved_pfn
 is_dma_mapping dump_page page_poisoned is_hugetlb
 page_is_ram page_memcg set_page_private ClearPagePrivate SetPagePrivate
 flush_dcache_page flush_anon_page flush_dcache_folio flush_kernel_dcache_page
 flush_cache_page flush_icache_page flush_dcache_icache_page __flush_dcache_pages
 flush_icache_range invalidate_dcache_page flush_kernel_vmap_range
 invalidate_kernel_vmap_range drm_clflush_pages drm_clflush_sg
 set_pages_array_wc set_pages_array_wb set_pages_array_uc set_memory_wc
 vmap vm_map_ram vunmap vm_unmap_ram vm_insert_page vm_insert_pages
 vm_map_pages vm_map_pages_zero map_kernel_range map_vm_area
 dma_map_page dma_map_page_attrs dma_unmap_page dma_map_single dma_unmap_single
 dma_map_sg dma_map_sg_attrs dma_unmap_sg dma_unmap_sg_attrs dma_map_sgtable
 dma_unmap_sgtable dma_sync_sg_for_cpu dma_sync_sg_for_device
 dma_sync_sgtable_for_cpu dma_sync_sgtable_for_device dma_sync_single_for_cpu
 dma_sync_single_for_device pci_map_page pci_unmap_page pci_map_sg pci_unmap_sg
 pci_map_single pci_unmap_single dma_sync_single_range_for_device
 pci_dma_sync_sg_for_cpu pci_dma_sync_sg_for_device dma_mapping_error
 usb_buffer_map_sg usb_buffer_unmap_sg usb_buffer_dmasync_sg
 ib_dma_map_page ib_dma_unmap_page ib_dma_map_sg ib_dma_unmap_sg
 ib_dma_map_sg_attrs ib_dma_unmap_sg_attrs ib_dma_map_sgtable_attrs
 ib_dma_unmap_sgtable_attrs ib_dma_sync_single_for_cpu
 ib_dma_sync_single_for_device ib_dma_max_seg_size ib_sg_dma_address
 ib_sg_dma_len iommu_map iommu_map_sg iommu_unmap iommu_map_sgtable
 dma_map_resource skb_copy_datagram_iter
 iov_iter_bvec bvec_iter_advance
 sg_init_table sg_mark_end sg_unmark_end sg_init_marker sg_is_last sg_nents
 sg_free_table sg_free_append_table __sg_free_table sg_alloc_table
 __sg_alloc_table sg_alloc_table_chained sg_free_table_chained
 sg_dma_address sg_dma_len sg_phys sg_virt sg_init_one sg_set_buf
 sg_copy_to_buffer sg_copy_from_buffer sg_pcopy_to_buffer sg_pcopy_from_buffer
 sg_zero_buffer sg_nents_for_len sg_miter_next sg_miter_stop sg_is_chain
 __sg_page_iter_next __sg_page_iter_dma_next sg_page_iter_dma_address
 sg_set_page sg_assign_page sg_chain sg_next sg_last for_each_sg
 kfree kvfree vfree kfree_sensitive kzfree kvfree_sensitive drm_free_large
 devm_kfree free_page free_pages kmem_cache_free mempool_free sock_kfree_s
 release_sg kfree_rcu kfree_const sort
 WARN_ON WARN_ON_ONCE BUG_ON WARN WARN_ONCE VM_BUG_ON VM_WARN_ON
 VM_BUG_ON_PAGE VM_WARN_ON_ONCE likely unlikely IS_ERR IS_ERR_OR_NULL PTR_ERR
 IS_ERR_VALUE PTR_ERR_OR_ZERO ARRAY_SIZE sizeof min max min_t max_t
 offsetof container_of list_entry typeof prefetch prefetchw barrier
 printk pr_info pr_err pr_warn pr_warning pr_debug pr_devel dev_dbg dev_err
 dev_warn dev_info dev_vdbg pr_notice pr_cont pr_alert pr_crit dev_notice
 printk_ratelimited trace_printk snprintf scnprintf sprintf seq_printf
 drm_dbg DRM_DEBUG DRM_ERROR DRM_INFO DRM_DEBUG_DRIVER drm_err DPRINTK
 pr_err_ratelimited dev_err_ratelimited pr_warn_ratelimited gru_dbg DBG
 bvec_set_page unmap_mapping_range cond_resched bvec_kmap_local
 get_order set_bit clear_bit test_bit hmm_pfn_to_page
 PAGE_ALIGN PFN_UP PFN_DOWN virt_addr_valid pfn_valid
 ttm_tt_fini vm_page_prot pgprot_writecombine
 xen_page_to_gfn page_to_xen_pfn
 split_page page_to_section __pfn_to_pfn_t pfn_to_pfn_t page_to_dma
 access_ok untagged_addr page_kasan_tag_reset kasan_reset_tag
 gnttab_set_map_op gnttab_set_unmap_op
 hash_long ptr_to_compat
 page_zone page_is_secretmem page_is_secretmem
 sg_alloc_table_from_pages __sg_alloc_table_from_pages
 sg_alloc_table_from_pages_segment sg_alloc_append_table_from_pages
 drm_prime_pages_to_sg drm_prime_sg_to_page_addr_arrays
 drm_prime_sg_to_page_array drm_prime_sg_to_dma_addr_array
 vmalloc_to_phys dmaengine_prep_slave_sg dmaengine_prep_rw_sg dma_map_sgtable_attrs
 dma_sync_single_range_for_cpu pci_dma_mapping_error ib_dma_map_sgtable
 ib_map_mr_sg iommu_map_sg_atomic blk_rq_map_sg
 usb_sg_init virtqueue_add_sgs virtqueue_add_outbuf virtqueue_add_inbuf
 skcipher_request_set_crypt aead_request_set_crypt ahash_request_set_crypt
 akcipher_request_set_crypt scatterwalk_map_and_copy
 sg_miter_skip sg_copy_buffer memcpy_page memmove_page memset_page
 kmap_atomic_prot kmap_local_page_prot kmap_local_folio print_hex_dump
 print_hex_dump_bytes is_vmalloc_addr free_pages_exact vfree_atomic kfree_bulk
 kmemleak_ignore kmemleak_not_leak kmemleak_free count_vm_event page_anon_vma
 SetPageUptodate wait_on_page_locked drm_clflush_virt_range
 clflush_cache_range set_pages_uc set_pages_wb set_pages_array_wt
 is_page_hwpoison folio_test_uptodate
'''.split())

# Not functions: what spatch sees as a call, but holds no page.
IGNORED = {'sizeof', 'typeof', '__typeof__', 'KERNEL_VERSION', 'offsetof',
           'defined', 'MODULE_PARM_DESC', 'EXPORT_SYMBOL',
           'EXPORT_SYMBOL_GPL', 'struct_size', 'BUILD_BUG_ON',
           'lockdep_assert_held', 'might_sleep', 'assert'}

NEUTRAL_NAME = (r'(Test)?(Set|Clear|TestSet|TestClear)?Page[A-Z]\w*$|'
                r'folio_(test|nr|mapped|mapping|size|pos)\w*$|trace_\w+$|'
                r'DRM_\w+$|(pr|dev|netdev|drm|pci|vdbg|gru|v4l2)_'
                r'(dbg|debug|err|warn|info|notice|crit|vdbg)\w*$|'
                r'\w*(dbg|debug|DBG|DEBUG|printk)$')

# Everything above: what a call of it gives is known.
ALL = set().union(ACQUIRE, ACQUIRE_OTHER, RELEASE, RELEASE_OTHER, PIN, EXTRA_REF, FOREIGN,
                  FOREIGN_OUT, ALLOC, SAME, WEAK, COPY, ITERATE, COALESCE, UNLOCKED, KEEP,
                  NEUTRAL, IGNORED, {'container_of'})
