//! Every algorithm of this directory against CPython 3.14, over the cases of `tests/text/expect.tsv`.
//!
//! A line of that file is `operation<TAB>arguments…<TAB>ok|err<TAB>result`, text as code points in hexadecimal,
//! floats as their bits. `xtask/text_expect.py` writes it from what CPython answers; with `--check` it runs the same
//! comparison over fresh random cases.

use super::percent::{Piece, PieceError, Pieces, Size};
use super::{builder::*, float, float_hex, format::*, format_number::*, int, view::*};

fn txt(s: &str) -> StrBuf {
    s.split(',').filter_map(|x| u32::from_str_radix(x, 16).ok()).filter(|c| *c < 0x110000).collect()
}
fn enc(v: StrView) -> String {
    v.iter().map(|c| format!("{c:x}")).collect::<Vec<_>>().join(",")
}
fn fl(s: &str) -> f64 {
    f64::from_bits(u64::from_str_radix(s, 16).unwrap())
}
fn fe(e: FormatError) -> String {
    match e {
        FormatError::Value(m) => format!("ValueError: {m}"),
        FormatError::Overflow(m) => format!("OverflowError: {m}"),
    }
}
fn enc_s(s: &str) -> String {
    enc(StrBuf::from(s).view())
}
fn run(f: &[&str]) -> Result<String, String> {
    match f[0] {
        "fs" => {
            let v = txt(f[1]);
            let s = txt(f[2]);
            FormatSpec::parse(s.view(), false, "str")
                .and_then(|p| p.apply_str(v.view(), "str"))
                .map(|b| enc(b.view()))
                .map_err(fe)
        }
        "fi" => {
            let n: num_bigint::BigInt = f[1].parse().unwrap();
            let s = txt(f[2]);
            let r = match i64::try_from(&n) {
                Ok(i) => IntRef::Small(i),
                _ => IntRef::Big(&n),
            };
            FormatSpec::parse(s.view(), true, "int")
                .and_then(|p| p.apply_int(r, "int", 4300))
                .map(|b| enc(b.view()))
                .map_err(fe)
        }
        "ff" => {
            let s = txt(f[2]);
            FormatSpec::parse(s.view(), true, "float")
                .and_then(|p| p.apply_float(fl(f[1]), "float"))
                .map(|b| enc(b.view()))
                .map_err(fe)
        }
        "fc" => {
            let s = txt(f[3]);
            FormatSpec::parse(s.view(), true, "complex")
                .and_then(|p| p.apply_complex(fl(f[1]), fl(f[2]), "complex"))
                .map(|b| enc(b.view()))
                .map_err(fe)
        }
        "rf" => Ok(enc_s(&float::repr(fl(f[1])))),
        "rc" => Ok(enc_s(&complex_repr(fl(f[1]), fl(f[2])))),
        "pf" => {
            let s = txt(f[1]);
            float::parse_view(s.view()).map(|x| format!("{:x}", x.to_bits())).ok_or("ValueError".into())
        }
        "hx" => Ok(enc_s(&float_hex::hex(fl(f[1])))),
        "fh" => {
            let s = txt(f[1]);
            let b: Vec<u8> = s.view().iter().map(|c| if c < 128 { c as u8 } else { b'?' }).collect();
            float_hex::from_hex(&b).map(|x| format!("{:x}", x.to_bits())).map_err(|e| e.message().to_string())
        }
        "rd" => float::round_digits(fl(f[1]), f[2].parse().unwrap())
            .map(|x| format!("{:x}", x.to_bits()))
            .ok_or("OverflowError".into()),
        "pi" => {
            let s = txt(f[1]);
            let base = f[2].parse().unwrap();
            match int::parse_view(s.view(), base, 4300) {
                Ok(int::ParsedInt::Small(n)) => Ok(n.to_string()),
                Ok(int::ParsedInt::Big(n)) => Ok(n.to_string()),
                Err(e) => {
                    Err(format!("ValueError: {}", int::parse_message(e, base, 4300, &int::literal_repr(s.view()))))
                }
            }
        }
        "if" => {
            let n: num_bigint::BigInt = f[1].parse().unwrap();
            big_to_float(&n).map(|x| format!("{:x}", x.to_bits())).ok_or("OverflowError".into())
        }
        "pc" => {
            let s = txt(f[1]);
            let mut out = StrBuilder::new();
            let mut ps = Pieces::new();
            while let Some(p) = ps.next(s.view(), false) {
                match p.map_err(|e| {
                    format!(
                        "{}: {}",
                        if e == PieceError::NeedsMapping { "TypeError" } else { "ValueError" },
                        e.message()
                    )
                })? {
                    Piece::Literal(a, b) => out.push_view(s.view().slice(a, b)),
                    Piece::Convert(mut c) => {
                        if c.width == Size::Star {
                            c.set_width(f[4].parse().unwrap());
                        }
                        if c.precision == Size::Star {
                            c.set_precision(f[4].parse().unwrap());
                        }
                        match char::from_u32(c.letter).unwrap() {
                            '%' => out.push_char(37),
                            'd' | 'i' | 'u' | 'x' | 'X' | 'o' => {
                                let n: num_bigint::BigInt = f[2].parse().unwrap();
                                let r = match i64::try_from(&n) {
                                    Ok(i) => IntRef::Small(i),
                                    _ => IntRef::Big(&n),
                                };
                                c.push_int(&mut out, r, 4300).map_err(fe)?
                            }
                            'e' | 'E' | 'f' | 'F' | 'g' | 'G' => c.push_float(&mut out, fl(f[3])).map_err(fe)?,
                            's' => c.push_text(&mut out, txt(f[5]).view()),
                            _ => return Err(format!("ValueError: {}", super::percent::unsupported(c.letter, c.at))),
                        }
                    }
                }
            }
            Ok(enc(out.finish().view()))
        }
        _ => more::run(f),
    }
}
mod more {
    use super::*;
    use crate::text::{
        bytes_methods as bm, case, codec, codec_escape, repr, split, split::Blank, strip, strip::Ends, unicode,
    };
    fn spans(v: StrView, back: bool, cut: impl FnOnce(&mut split::Sink)) -> Result<String, String> {
        let mut s = Vec::new();
        cut(&mut |span| {
            s.push(span);
            true
        });
        if back {
            s.reverse();
        }
        Ok(s.into_iter().map(|(a, b)| enc(v.slice(a, b))).collect::<Vec<_>>().join(";") + "|")
    }
    fn b(x: StrBuf) -> Result<String, String> {
        Ok(enc(x.view()))
    }
    fn t(x: bool) -> Result<String, String> {
        Ok((if x { "True" } else { "False" }).into())
    }
    fn o(x: Option<usize>) -> Result<String, String> {
        Ok(x.map_or(-1, |x| x as i64).to_string())
    }
    fn max(s: &str) -> usize {
        s.parse::<i64>().unwrap().try_into().unwrap_or(usize::MAX)
    }
    pub fn run(f: &[&str]) -> Result<String, String> {
        let bytes = f[0].starts_with('b');
        let name = f[0].trim_start_matches('b').trim_start_matches('s').trim_start_matches('.');
        let sv = txt(f[1]);
        let a1 = txt(f.get(2).copied().unwrap_or(""));
        let a2 = txt(f.get(3).copied().unwrap_or(""));
        let by: Vec<u8> = sv.view().iter().map(|c| c as u8).collect();
        let v = if bytes { bm::view(&by) } else { sv.view() };
        let blank = if bytes { Blank::Ascii } else { Blank::Unicode };
        let inplace = |g: fn(&mut [u8])| {
            let mut x = by.clone();
            g(&mut x);
            b(bm::view(&x).to_buf())
        };
        match name {
            "split" => spans(v, false, |out| split::split_space(v, max(f[2]), blank, out)),
            "rsplit" => spans(v, true, |out| split::rsplit_space(v, max(f[2]), blank, out)),
            "splits" => spans(v, false, |out| split::split(v, a1.view(), max(f[3]), out)),
            "rsplits" => spans(v, true, |out| split::rsplit(v, a1.view(), max(f[3]), out)),
            "splitlines" => spans(v, false, |out| split::split_lines(v, f[2] == "1", blank, out)),
            "replace" => {
                let (n, len) = split::plan_replace(v, a1.view(), a2.view(), max(f[4])).unwrap();
                let r = split::replace(v, a1.view(), a2.view(), (n, len));
                assert_eq!(r.len(), len);
                b(r)
            }
            "expandtabs" => b(split::expand_tabs(v, f[2].parse::<i64>().unwrap().max(0) as usize, 100000).unwrap()),
            "find" => o(v.find(a1.view(), f[3].parse().unwrap(), f[4].parse().unwrap())),
            "rfind" => o(v.rfind(a1.view(), f[3].parse().unwrap(), f[4].parse().unwrap())),
            "count" => o(Some(v.count(a1.view(), f[3].parse().unwrap(), f[4].parse().unwrap()))),
            "strip" => {
                let (x, y) = strip::strip_space(v, Ends::Both, blank);
                b(v.slice(x, y).to_buf())
            }
            "lstrips" => {
                let (x, y) = strip::strip_set(v, Ends::Left, a1.view());
                b(v.slice(x, y).to_buf())
            }
            "rstrips" => {
                let (x, y) = strip::strip_set(v, Ends::Right, a1.view());
                b(v.slice(x, y).to_buf())
            }
            "center" => {
                let (l, r) = strip::center_margins(v.len(), max(f[2]));
                b(strip::pad(v, l, r, 32))
            }
            "zfill" => b(strip::zero_fill(v, max(f[2]))),
            "upper" if bytes => inplace(<[u8]>::make_ascii_uppercase),
            "lower" if bytes => inplace(<[u8]>::make_ascii_lowercase),
            "title" if bytes => inplace(bm::title),
            "capitalize" if bytes => inplace(bm::capitalize),
            "swapcase" if bytes => inplace(bm::swapcase),
            "upper" => b(case::upper(v)),
            "lower" => b(case::lower(v)),
            "title" => b(case::title(v)),
            "capitalize" => b(case::capitalize(v)),
            "swapcase" => b(case::swapcase(v)),
            "casefold" => b(case::casefold(v)),
            "isupper" => t(if bytes { bm::is_upper(&by) } else { case::is_upper(v) }),
            "islower" => t(if bytes { bm::is_lower(&by) } else { case::is_lower(v) }),
            "istitle" => t(if bytes { bm::is_title(&by) } else { case::is_title(v) }),
            "isspace" => t(if bytes { bm::all(&by, bm::is_space) } else { case::all(v, unicode::is_space) }),
            "isalnum" => t(case::all(v, unicode::is_alnum)),
            "isidentifier" => t(case::is_identifier(v)),
            "isprintable" => t(case::is_printable(v)),
            "repr" => b(if bytes { repr::bytes_repr(&by) } else { repr::str_repr(v) }),
            "ascii" => b(repr::str_ascii(v)),
            "fromhex" => bm::from_hex(v).map(|x| enc(bm::view(&x))).map_err(|e| format!("ValueError: {}", e.message())),
            "hex" => b(StrBuf::from_ascii(bm::hex(&by, Some(b':'), f[2].parse().unwrap()))),
            "encode" => {
                let c = codec::Codec::of(f[2]).unwrap();
                match codec::encode(c, v, codec::Errors::of(f[3]).unwrap()) {
                    Ok(x) => Ok(enc(bm::view(&x))),
                    Err(e) => Err(format!(
                        "UnicodeEncodeError: {} {} {} {}",
                        e.start,
                        e.end,
                        e.reason,
                        codec::encode_message(c.name(), &e, v.get(e.start))
                    )),
                }
            }
            "decode" => {
                let c = codec::Codec::of(f[2]).unwrap();
                match codec::decode(c, &by, codec::Errors::of(f[3]).unwrap()) {
                    Ok(x) => b(x),
                    Err(e) => {
                        let c = codec::Decoder::new(c, &by, true).codec();
                        Err(format!(
                            "UnicodeDecodeError: {} {} {} {}",
                            e.start,
                            e.end,
                            e.reason,
                            codec::decode_message(c.name(), &e, by.get(e.start).copied())
                        ))
                    }
                }
            }
            "unescape" => {
                let mut out = StrBuilder::new();
                match codec_escape::decode_unicode_escape(&by, 0, &mut out, &mut None) {
                    (_, None) => b(out.finish()),
                    (_, Some(codec_escape::Stop::Error(e))) => Err(format!("{} {} {}", e.start, e.end, e.reason)),
                    (_, Some(codec_escape::Stop::Name { .. })) => Err("a name".to_owned()),
                }
            }
            "rawunescape" => {
                let mut out = StrBuilder::new();
                match codec_escape::decode_raw_unicode_escape(&by, 0, &mut out) {
                    (_, None) => b(out.finish()),
                    (_, Some(e)) => Err(format!("{} {} {}", e.start, e.end, e.reason)),
                }
            }
            "escape" => Ok(enc(bm::view(&codec_escape::encode_unicode_escape(v)))),
            "rawescape" => Ok(enc(bm::view(&codec_escape::encode_raw_unicode_escape(v)))),
            "bytesescape" => Ok(enc(bm::view(&codec_escape::encode_bytes(&by)))),
            _ => panic!("{f:?}"),
        }
    }
}

/// Runs the cases of a file and gives back how many there are and those that differ.
fn compare(cases: &str) -> (usize, Vec<String>) {
    let mut bad = Vec::new();
    for line in cases.lines() {
        let f: Vec<&str> = line.split('\t').collect();
        let (args, want) = f.split_at(f.len() - 2);
        let got = match run(args) {
            Ok(s) => ["ok".to_owned(), s],
            // Where CPython's message is made by the object layer, only the failure is compared.
            Err(_) if want == ["err", "?"] => continue,
            Err(e) => ["err".to_owned(), enc_s(&e)],
        };
        if got != want {
            bad.push(format!("{line}\n    got {got:?}"));
        }
    }
    (cases.lines().count(), bad)
}

#[test]
fn agrees_with_cpython() {
    let fresh = std::env::var("COROSCOPE_TEXT_CASES").ok().map(|path| std::fs::read_to_string(path).unwrap());
    let (n, bad) = compare(fresh.as_deref().unwrap_or(include_str!("../../tests/text/expect.tsv")));
    assert!(n > 1000);
    assert!(bad.is_empty(), "{} of {n} differ:\n{}", bad.len(), bad[..bad.len().min(20)].join("\n"));
}
