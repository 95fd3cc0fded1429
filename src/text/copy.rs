//! Copying short runs of bytes.
//!
//! Invariant: what is copied is what `ptr::copy_nonoverlapping` copies. Most texts are a few bytes long, and there a call of the machine's
//! memory copy costs more than all else that a str is made for (in wasm it is a call out of the module); up to `SHORT` bytes are moved in
//! words that may overlap instead.
//!
//! # Rules
//! 1. `copy` has what `copy_nonoverlapping` asks for: `n` readable and `n` writable bytes that do not overlap.
//! 2. `extend` writes only into what it has reserved, and all of what it then counts.

const SHORT: usize = 32;

/// `to[..n] = from[..n]`.
#[inline]
pub(crate) unsafe fn copy(to: *mut u8, from: *const u8, n: usize) {
    /// The first and the last `T` of the run, which is between one and two of them long.
    #[inline(always)]
    unsafe fn ends<T: Copy>(to: *mut u8, from: *const u8, n: usize) {
        unsafe {
            let (first, last) =
                ((from as *const T).read_unaligned(), (from.add(n - size_of::<T>()) as *const T).read_unaligned());
            (to as *mut T).write_unaligned(first);
            (to.add(n - size_of::<T>()) as *mut T).write_unaligned(last);
        }
    }
    unsafe {
        if n > SHORT {
            to.copy_from_nonoverlapping(from, n)
        } else if n > 16 {
            ends::<u64>(to, from, 16);
            ends::<u64>(to.add(n - 16), from.add(n - 16), 16);
        } else if n >= 8 {
            ends::<u64>(to, from, n)
        } else if n >= 4 {
            ends::<u32>(to, from, n)
        } else if n >= 2 {
            ends::<u16>(to, from, n)
        } else if n == 1 {
            *to = *from
        }
    }
}

/// Appends bytes.
#[inline]
pub(crate) fn extend(to: &mut Vec<u8>, from: &[u8]) {
    to.reserve(from.len());
    unsafe {
        let len = to.len();
        copy(to.as_mut_ptr().add(len), from.as_ptr(), from.len());
        to.set_len(len + from.len());
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_length_is_copied_and_nothing_else_is_written() {
        let from: Vec<u8> = (0..100).collect();
        for n in 0..80 {
            let mut to = [0xEEu8; 100];
            unsafe { super::copy(to.as_mut_ptr().add(5), from.as_ptr().add(3), n) };
            assert_eq!(&to[5..5 + n], &from[3..3 + n]);
            assert!(to[..5].iter().chain(&to[5 + n..]).all(|&b| b == 0xEE));
            let mut grown = b"ab".to_vec();
            super::extend(&mut grown, &from[..n]);
            assert_eq!((&grown[..2], &grown[2..]), (&b"ab"[..], &from[..n]));
        }
    }
}
