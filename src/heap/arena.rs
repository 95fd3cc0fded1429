//! Cells for objects: segregated pages, so that every live object can be found.
//!
//! Invariant: the page of a cell is the cell's address rounded down to `PAGE`; a free cell's header has a null type word.
//! Small cells (up to `SMALL`) share a page with cells of their size class; a larger object has pages of its own.

use super::Header;
use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};

const PAGE: usize = 16 * 1024;
/// Largest size that shares a page.
pub(crate) const SMALL: usize = 1024;
const STEP: usize = 16;
/// A cell has room for the link behind its header: an object that is nothing but a header would not.
const SMALLEST: usize = size_of::<Header>() + size_of::<*mut u8>();
const CLASSES: usize = SMALL / STEP;
/// Pages are carved from chunks of this many pages.
const CHUNK_PAGES: usize = 16;
const CHUNK: Layout = match Layout::from_size_align(PAGE * CHUNK_PAGES, PAGE) {
    Ok(layout) => layout,
    Err(_) => panic!("a chunk is a whole number of pages"),
};

#[repr(C)]
struct Page {
    /// bytes of a cell; of the whole object for a large one
    cell: usize,
    /// offset of the first cell never used yet; 0 in a large page
    fresh: usize,
    used: usize,
    index: usize,
}

/// What an object of this size, which is not larger than `SMALL`, takes.
pub(crate) fn cell_size(size: usize) -> usize {
    size.max(SMALLEST).next_multiple_of(STEP)
}

const FIRST: usize = (size_of::<Page>() + STEP - 1) & !(STEP - 1);

/// All pages of a heap.
pub struct Arena {
    free: [*mut u8; CLASSES + 1],
    current: [*mut Page; CLASSES + 1],
    pages: Vec<*mut Page>,
    large: Vec<*mut Page>,
    spare: Vec<*mut u8>,
    chunks: Vec<*mut u8>,
    live: usize,
    bytes: usize,
}

impl Arena {
    pub const fn new() -> Arena {
        Arena {
            free: [std::ptr::null_mut(); CLASSES + 1],
            current: [std::ptr::null_mut(); CLASSES + 1],
            pages: Vec::new(),
            large: Vec::new(),
            spare: Vec::new(),
            chunks: Vec::new(),
            live: 0,
            bytes: 0,
        }
    }

    pub fn live(&self) -> usize {
        self.live
    }

    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Bytes that are kept for small cells and that no object uses.
    pub fn unused(&self) -> usize {
        let large: usize = self.large.iter().map(|p| unsafe { (**p).cell }).sum();
        (self.chunks.len() * CHUNK.size()).saturating_sub(self.bytes - large.min(self.bytes))
    }

    /// A cell of at least `size` bytes; contents are not initialised.
    #[inline]
    pub unsafe fn alloc(&mut self, size: usize) -> *mut u8 {
        self.live += 1;
        if size > SMALL {
            return unsafe { self.alloc_large(size) };
        }
        let class = size.max(SMALLEST).div_ceil(STEP);
        self.bytes += class * STEP;
        let cell = self.free[class];
        if !cell.is_null() {
            unsafe { self.free[class] = next(cell).read() };
            return cell;
        }
        unsafe { self.alloc_fresh(class) }
    }

    unsafe fn alloc_fresh(&mut self, class: usize) -> *mut u8 {
        unsafe {
            let mut page = self.current[class];
            if page.is_null() || (*page).fresh + class * STEP > PAGE {
                page = self.new_page(class * STEP);
                self.current[class] = page;
            }
            let cell = (page as *mut u8).add((*page).fresh);
            (*page).fresh += class * STEP;
            cell
        }
    }

    #[cold]
    unsafe fn new_page(&mut self, cell: usize) -> *mut Page {
        unsafe {
            if self.spare.is_empty() {
                let chunk = alloc(CHUNK);
                if chunk.is_null() {
                    handle_alloc_error(CHUNK)
                }
                self.chunks.push(chunk);
                self.spare.extend((0..CHUNK_PAGES).rev().map(|i| chunk.add(i * PAGE)));
            }
            let page = self.spare.pop().unwrap_unchecked() as *mut Page;
            page.write(Page { cell, fresh: FIRST, used: 0, index: self.pages.len() });
            self.pages.push(page);
            page
        }
    }

    #[cold]
    unsafe fn alloc_large(&mut self, size: usize) -> *mut u8 {
        unsafe {
            let layout = large(size);
            let page = alloc(layout) as *mut Page;
            if page.is_null() {
                handle_alloc_error(layout)
            }
            page.write(Page { cell: size, fresh: 0, used: 1, index: self.large.len() });
            self.large.push(page);
            self.bytes += size;
            (page as *mut u8).add(FIRST)
        }
    }

    /// Gives a cell back. Its header has been marked free.
    pub unsafe fn free(&mut self, cell: *mut u8) {
        self.live -= 1;
        unsafe {
            let page = (cell as usize & !(PAGE - 1)) as *mut Page;
            let size = (*page).cell;
            self.bytes -= size;
            if (*page).fresh == 0 {
                let index = (*page).index;
                self.large.swap_remove(index);
                if let Some(&moved) = self.large.get(index) {
                    (*moved).index = index;
                }
                dealloc(page as *mut u8, large(size));
                return;
            }
            let class = size / STEP;
            next(cell).write(self.free[class]);
            self.free[class] = cell;
        }
    }

    /// Calls `f` with every live object.
    pub fn each(&self, mut f: impl FnMut(*mut Header)) {
        unsafe {
            for &page in &self.pages {
                let (cell, fresh) = ((*page).cell, (*page).fresh);
                let mut offset = FIRST;
                while offset + cell <= fresh {
                    let header = (page as *mut u8).add(offset) as *mut Header;
                    if !(*header).is_free() {
                        f(header);
                    }
                    offset += cell;
                }
            }
            for &page in &self.large {
                f((page as *mut u8).add(FIRST) as *mut Header);
            }
        }
    }
}

impl Drop for Arena {
    /// Gives all pages back. Objects in them are not taken apart.
    fn drop(&mut self) {
        unsafe {
            for &page in &self.large {
                dealloc(page as *mut u8, large((*page).cell));
            }
            for &chunk in &self.chunks {
                dealloc(chunk, CHUNK);
            }
        }
    }
}

/// Memory of a large object with its page's head.
unsafe fn large(size: usize) -> Layout {
    unsafe { Layout::from_size_align_unchecked(FIRST + size, PAGE) }
}

/// The link of a free cell: behind the header.
unsafe fn next(cell: *mut u8) -> *mut *mut u8 {
    unsafe { cell.add(size_of::<Header>()) as *mut *mut u8 }
}

const _: () = assert!(FIRST.is_multiple_of(STEP));
