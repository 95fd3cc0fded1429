//! The proleptic Gregorian calendar: between seconds since the epoch and broken-down time.
//!
//! Invariant: everything is in UTC and exact for any year that fits `i64` arithmetic; nothing here knows an object.

/// Broken-down time, as C's `struct tm` has it but with the real year, month and day of the year from 1 and Monday as 0.
#[derive(Clone, Copy, Default, Debug)]
pub struct Moment {
    pub year: i64,
    pub month: i64,
    pub day: i64,
    pub hour: i64,
    pub minute: i64,
    pub second: i64,
    pub weekday: i64,
    pub yearday: i64,
    pub dst: i64,
}

/// True for leap years.
pub fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Days since 1970-01-01. The month may be any number.
pub fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = year + (month - 1).div_euclid(12);
    let month = (month - 1).rem_euclid(12) + 1;
    // years begin in March here, so that the leap day is the last one
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let of_era = y.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468
}

/// Seconds since the epoch; fields may be out of range.
pub fn seconds(m: &Moment) -> i64 {
    days(m.year, m.month, m.day) * 86400 + m.hour * 3600 + m.minute * 60 + m.second
}

/// The moment `t` seconds after the epoch.
pub fn moment(t: i64) -> Moment {
    let (day, second) = (t.div_euclid(86400), t.rem_euclid(86400));
    let z = day + 719468;
    let era = z.div_euclid(146097);
    let of_era = z.rem_euclid(146097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + (month <= 2) as i64;
    Moment {
        year,
        month,
        day: of_year - (153 * shifted + 2) / 5 + 1,
        hour: second / 3600,
        minute: second / 60 % 60,
        second: second % 60,
        weekday: (day + 3).rem_euclid(7),
        yearday: day - days(year, 1, 1) + 1,
        dst: 0,
    }
}

/// ISO 8601 year and week of a moment's year, day of the year and weekday.
pub fn iso_week(m: &Moment) -> (i64, i64) {
    let week = (m.yearday - 1 - m.weekday + 10).div_euclid(7);
    let weeks_in = |y: i64| {
        let first = (days(y, 1, 1) + 3).rem_euclid(7);
        if first == 3 || first == 2 && is_leap(y) { 53 } else { 52 }
    };
    if week < 1 {
        (m.year - 1, weeks_in(m.year - 1))
    } else if week > weeks_in(m.year) {
        (m.year + 1, 1)
    } else {
        (m.year, week)
    }
}

/// Names of the months.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// Names of the days, Monday first.
pub const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

fn name(names: &'static [&'static str], i: i64) -> &'static str {
    usize::try_from(i).ok().and_then(|i| names.get(i)).copied().unwrap_or("?")
}

fn short(s: &str) -> &str {
    s.get(..3).unwrap_or(s)
}

/// `Thu Jan  1 00:00:00 1970`.
pub fn asctime(m: &Moment) -> String {
    format!(
        "{} {}{:3} {:02}:{:02}:{:02} {}",
        short(name(&DAYS, m.weekday)),
        short(name(&MONTHS, m.month - 1)),
        m.day,
        m.hour,
        m.minute,
        m.second,
        m.year
    )
}

/// Appends what the directive `%c` stands for, in the C locale; `None` for one that is unknown.
pub fn directive(m: &Moment, c: char, zone: &str, offset: i64) -> Option<String> {
    let half = if m.hour % 12 == 0 { 12 } else { m.hour % 12 };
    let half_name = if m.hour < 12 { "AM" } else { "PM" };
    let all = |s: &str| -> String {
        let mut out = String::new();
        let mut chars = s.chars();
        while let Some(c) = chars.next() {
            match c {
                '%' => out.push_str(&chars.next().and_then(|c| directive(m, c, zone, offset)).unwrap_or_default()),
                c => out.push(c),
            }
        }
        out
    };
    Some(match c {
        'a' => short(name(&DAYS, m.weekday)).to_owned(),
        'A' => name(&DAYS, m.weekday).to_owned(),
        'b' | 'h' => short(name(&MONTHS, m.month - 1)).to_owned(),
        'B' => name(&MONTHS, m.month - 1).to_owned(),
        'c' => all("%a %b %e %H:%M:%S %Y"),
        'C' => {
            let century = m.year.div_euclid(100);
            if century < 0 { format!("{century}") } else { format!("{century:02}") }
        }
        'd' => format!("{:02}", m.day),
        'D' | 'x' => all("%m/%d/%y"),
        'e' => format!("{:2}", m.day),
        'F' => all("%Y-%m-%d"),
        'g' => format!("{:02}", iso_week(m).0.rem_euclid(100)),
        'G' => format!("{}", iso_week(m).0),
        'H' => format!("{:02}", m.hour),
        'I' => format!("{half:02}"),
        'j' => format!("{:03}", m.yearday),
        'k' => format!("{:2}", m.hour),
        'l' => format!("{half:2}"),
        'm' => format!("{:02}", m.month),
        'M' => format!("{:02}", m.minute),
        'n' => "\n".to_owned(),
        'p' => half_name.to_owned(),
        'P' => half_name.to_ascii_lowercase(),
        'r' => all("%I:%M:%S %p"),
        'R' => all("%H:%M"),
        's' => format!("{}", seconds(m) - offset),
        'S' => format!("{:02}", m.second),
        't' => "\t".to_owned(),
        'T' | 'X' => all("%H:%M:%S"),
        'u' => format!("{}", m.weekday + 1),
        'U' => format!("{:02}", (m.yearday + 6 - (m.weekday + 1) % 7) / 7),
        'V' => format!("{:02}", iso_week(m).1),
        'w' => format!("{}", (m.weekday + 1) % 7),
        'W' => format!("{:02}", (m.yearday + 6 - m.weekday) / 7),
        'y' => format!("{:02}", m.year.rem_euclid(100)),
        'Y' => format!("{}", m.year),
        // without a daylight flag nothing is known of the offset
        'z' if m.dst < 0 => String::new(),
        'z' => format!("{}{:02}{:02}", if offset < 0 { '-' } else { '+' }, offset.abs() / 3600, offset.abs() / 60 % 60),
        'Z' => zone.to_owned(),
        '%' => "%".to_owned(),
        _ => return None,
    })
}

/// `strftime` for text: unknown directives stay as they are, and glibc's flags and widths are understood.
pub fn strftime(m: &Moment, text: &str, zone: &str, offset: i64) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(i) = rest.find('%') {
        let (before, from) = rest.split_at(i);
        out.push_str(before);
        let body = from.get(1..).unwrap_or("");
        let flags: String = body.chars().take_while(|c| matches!(c, '-' | '_' | '0' | '^' | '#' | '+')).collect();
        let after_flags = body.get(flags.len()..).unwrap_or("");
        let width: String = after_flags.chars().take_while(char::is_ascii_digit).collect();
        let after_width = after_flags.get(width.len()..).unwrap_or("");
        let modified = after_width.strip_prefix(['E', 'O']).unwrap_or(after_width);
        let Some(c) = modified.chars().next() else {
            out.push_str(from);
            return out;
        };
        match directive(m, c, zone, offset) {
            Some(s) => out.push_str(&padded(s, c, &flags, width.parse().unwrap_or(0))),
            None => {
                let taken = from.len() - modified.len() + c.len_utf8();
                out.push_str(from.get(..taken).unwrap_or(from));
            }
        }
        rest = modified.get(c.len_utf8()..).unwrap_or("");
    }
    out.push_str(rest);
    out
}

fn padded(s: String, c: char, flags: &str, width: usize) -> String {
    let digits = s.trim_start_matches(' ');
    let numeric = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let mut s = s;
    let flag = flags.chars().rev().find(|f| matches!(f, '-' | '_' | '0'));
    let spaced = matches!(c, 'e' | 'k' | 'l');
    if numeric && flag == Some('-') {
        let kept = s.trim_start_matches(['0', ' ']);
        s = if kept.is_empty() { "0".to_owned() } else { kept.to_owned() };
        return format!("{s:>0$}", width.min(1024));
    }
    let full = s.len().max(width.min(1024));
    let fill = match flag {
        Some('_') => ' ',
        Some('0') => '0',
        _ if numeric && !spaced => '0',
        _ => ' ',
    };
    if numeric && (flag.is_some() || full > s.len()) {
        let bare = s.trim_start_matches(' ').to_owned();
        let bare = if flag == Some('_') { bare.trim_start_matches('0').to_owned() } else { bare };
        let bare = if bare.is_empty() { "0".to_owned() } else { bare };
        s = std::iter::repeat_n(fill, full.saturating_sub(bare.len())).collect::<String>() + &bare;
    } else if full > s.len() {
        s = std::iter::repeat_n(fill, full - s.len()).collect::<String>() + &s;
    }
    if flags.contains('^') && c != 'P' {
        s.make_ascii_uppercase();
    } else if flags.contains('#') {
        match c {
            'Z' | 'p' => s.make_ascii_lowercase(),
            'a' | 'A' | 'b' | 'B' | 'h' => s.make_ascii_uppercase(),
            _ => {}
        }
    }
    s
}
