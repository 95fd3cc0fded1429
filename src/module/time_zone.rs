//! The local time zone: what the environment's `TZ` says, as POSIX writes it (`EST5EDT,M3.2.0,M11.1.0`).
//!
//! Invariant: a zone knows its standard time and at most one other, with the rules by which a year changes between them; what cannot be
//! read is UTC. Names of places are not looked up (`zoneinfo` does that); who sets one is told.

use super::time_calendar::{self as calendar, Moment};

/// An offset from UTC that holds for a part of the year.
#[derive(Clone, Debug)]
pub struct Offset {
    pub name: String,
    /// seconds east of UTC
    pub seconds: i64,
}

/// A day in the year and a time on it.
#[derive(Clone, Copy, Debug)]
struct Rule {
    day: Day,
    /// seconds from midnight, by the clock that was on until then
    time: i64,
}

#[derive(Clone, Copy, Debug)]
enum Day {
    /// the n-th day of the year, from 1, in which 29 February is none
    Julian(i64),
    /// the same from 0, in which it is one
    Ordinal(i64),
    /// month, week (5: the last), day of the week from Sunday as 0
    Month(i64, i64, i64),
}

/// A time zone.
#[derive(Clone, Debug)]
pub struct Zone {
    pub standard: Offset,
    summer: Option<(Offset, Rule, Rule)>,
}

impl Default for Zone {
    fn default() -> Zone {
        Zone { standard: Offset { name: "UTC".to_owned(), seconds: 0 }, summer: None }
    }
}

/// What is left of a text that is read from its beginning.
struct Reader<'a>(&'a str);

impl<'a> Reader<'a> {
    fn take(&mut self, c: char) -> bool {
        self.0.strip_prefix(c).map(|rest| self.0 = rest).is_some()
    }
    fn split(&mut self, n: usize) -> &'a str {
        let (before, rest) = self.0.split_at_checked(n).unwrap_or((self.0, ""));
        self.0 = rest;
        before
    }
    fn name(&mut self) -> Option<String> {
        if self.take('<') {
            let name = self.split(self.0.find('>')?);
            self.take('>');
            return Some(name.to_owned());
        }
        let n = self.0.bytes().take_while(u8::is_ascii_alphabetic).count();
        (n >= 3).then(|| self.split(n).to_owned())
    }
    fn number(&mut self) -> Option<i64> {
        let n = self.0.bytes().take_while(u8::is_ascii_digit).count();
        self.split(n.min(9)).parse().ok()
    }
    /// `[+-]hh[:mm[:ss]]` in seconds.
    fn time(&mut self) -> Option<i64> {
        let negative = self.take('-');
        let _ = negative || self.take('+');
        let mut total = self.number()? * 3600;
        for unit in [60, 1] {
            if self.take(':') {
                total += self.number()? * unit;
            }
        }
        Some(if negative { -total } else { total })
    }
    fn rule(&mut self) -> Option<Rule> {
        let day = if self.take('J') {
            Day::Julian(self.number()?)
        } else if self.take('M') {
            let month = self.number()?;
            let week = self.take('.').then(|| self.number())??;
            let day = self.take('.').then(|| self.number())??;
            ((1..=12).contains(&month) && (1..=5).contains(&week) && day <= 6)
                .then_some(Day::Month(month, week, day))?
        } else {
            Day::Ordinal(self.number()?)
        };
        let time = if self.take('/') { self.time()? } else { 7200 };
        Some(Rule { day, time })
    }
}

impl Rule {
    /// The moment in a year, by the clock that is on until then, as seconds since the epoch.
    fn in_year(self, year: i64) -> i64 {
        let day = match self.day {
            Day::Julian(n) => calendar::days(year, 1, 1) + n - 1 + (n > 59 && calendar::is_leap(year)) as i64,
            Day::Ordinal(n) => calendar::days(year, 1, 1) + n,
            Day::Month(month, week, weekday) => {
                let first = calendar::days(year, month, 1);
                // 1 January 1970 was a Thursday
                let of_first = (first + 4).rem_euclid(7);
                let day = first + (weekday - of_first).rem_euclid(7) + (week - 1) * 7;
                if day >= calendar::days(year, month + 1, 1) { day - 7 } else { day }
            }
        };
        day * 86400 + self.time
    }
}

impl Zone {
    /// The zone that a text describes.
    pub fn parse(text: &str) -> Option<Zone> {
        let mut r = Reader(text);
        let name = r.name()?;
        let standard = Offset { name, seconds: -r.time()? };
        if r.0.is_empty() {
            return Some(Zone { standard, summer: None });
        }
        let name = r.name()?;
        let ahead = standard.seconds + 3600;
        let seconds = if r.0.is_empty() || r.0.starts_with(',') { ahead } else { -r.time()? };
        if r.0.is_empty() {
            r.0 = ",M3.2.0,M11.1.0";
        }
        let start = r.take(',').then(|| r.rule())??;
        let end = r.take(',').then(|| r.rule())??;
        r.0.is_empty().then_some(Zone { standard, summer: Some((Offset { name, seconds }, start, end)) })
    }

    /// The other time of the year, where there is one.
    pub fn summer(&self) -> Option<&Offset> {
        self.summer.as_ref().map(|(offset, ..)| offset)
    }

    /// The offset that holds at a moment, and whether it is summer's.
    pub fn at(&self, t: i64) -> (&Offset, bool) {
        let Some((summer, start, end)) = &self.summer else { return (&self.standard, false) };
        // before 1970, summers count as those of that year, as in C's library
        let year = calendar::moment(t.saturating_add(self.standard.seconds)).year.max(1970);
        let from = start.in_year(year) - self.standard.seconds;
        let until = end.in_year(year) - summer.seconds;
        // south of the equator, summer is at both ends of the year
        let on = if from <= until { (from..until).contains(&t) } else { !(until..from).contains(&t) };
        if on { (summer, true) } else { (&self.standard, false) }
    }

    /// Local time.
    pub fn local(&self, t: i64) -> (Moment, &Offset) {
        let (offset, summer) = self.at(t);
        let mut m = calendar::moment(t.saturating_add(offset.seconds));
        m.dst = summer as i64;
        (m, offset)
    }

    /// Seconds since the epoch of a local time; its `dst` says which offset it is given in, if it is not negative.
    pub fn seconds(&self, m: &Moment) -> i64 {
        // a zone without one is an hour ahead in a summer that a program asks for
        let summer = self.summer().map_or(self.standard.seconds + 3600, |s| s.seconds);
        let local = calendar::seconds(m);
        let (in_standard, in_summer) = (local - self.standard.seconds, local - summer);
        match m.dst {
            0 => in_standard,
            1.. => in_summer,
            _ if self.at(in_standard).1 && self.at(in_summer).1 => in_summer,
            _ => in_standard,
        }
    }
}
