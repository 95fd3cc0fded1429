//! The protocol for async natives: the same operations, awaited, with Rust results.

use crate::code::{BinOp, CmpOp};
use crate::heap::Ref;
use crate::heap::limit;
use crate::object::dict::{Dict, Probe};
use crate::object::function::Function;
use crate::object::generator::Generator;
use crate::object::list::List;
use crate::object::names::Dunder;
use crate::object::str::Str;
use crate::object::type_ref;
use crate::object::{compare, int, types};
use crate::value::Value;
use crate::vm::cx::{Ask, Cx};
use crate::vm::drain::source_of;
use crate::vm::native::{Act, CallArgs, PyResult, Raised, Resume};

impl Cx {
    /// `repr(v)`.
    pub fn repr(&mut self, v: &Value) -> Ask<'_, Value> {
        let act = self.vm().repr(v);
        self.act(act)
    }
    /// `str(v)`.
    pub fn str(&mut self, v: &Value) -> Ask<'_, Value> {
        let act = self.vm().str(v);
        self.act(act)
    }
    /// `ascii(v)`.
    pub fn ascii(&mut self, v: &Value) -> Ask<'_, Value> {
        let act = self.vm().ascii(v);
        self.act(act)
    }
    /// `format(v, spec)`.
    pub fn format(&mut self, v: &Value, spec: &Value) -> Ask<'_, Value> {
        let act = self.vm().format(v, spec);
        self.act(act)
    }
    /// `bool(v)`.
    pub fn truth(&mut self, v: &Value) -> Ask<'_, bool> {
        let act = self.vm().truth(v);
        self.ask(act)
    }
    /// `len(v)`.
    pub fn len(&mut self, v: &Value) -> Ask<'_, usize> {
        let act = self.vm().len(v);
        self.ask(act)
    }
    /// `iter(v)`.
    pub fn iter(&mut self, v: &Value) -> Ask<'_, Value> {
        let act = self.vm().iter(v);
        self.act(act)
    }
    /// The next item of an iterator, or None at the end.
    pub fn next(&mut self, it: &Value) -> Ask<'_, Option<Value>> {
        let act = match crate::object::iter::step(self.vm(), it) {
            Some(r) => r.into(),
            None if types().generator.is_type_of(it) => match it.get_ref::<Generator>() {
                // resumed from here: no frame in between
                Some(g) => Act::Resume(g, Resume::Send(Value::NONE)),
                None => Act::Done(Value::STOP),
            },
            None => self.vm().next(it),
        };
        // the function of a `map` may end the iteration
        self.ask(act).stopping()
    }
    /// All items of an iterable.
    pub async fn collect(&mut self, v: &Value) -> Result<Vec<Value>, Raised> {
        if let Some(items) = super::hooks::native_items(v) {
            return Ok(items);
        }
        let it = self.iter(v).await?;
        if source_of(&it).is_some() {
            let list = crate::object::list::new(Vec::new());
            let act = crate::object::list_methods::extend_with(self.vm(), &list, &it);
            self.act(act).await?;
            return Ok(list.get::<List>().map_or_else(Vec::new, |l| l.items.take()));
        }
        let mut out = Vec::new();
        while crate::object::iter::native_depth(&it) > 0 {
            const BATCH: u32 = 64;
            for _ in 0..BATCH {
                match crate::object::iter::step(self.vm(), &it).unwrap_or(Ok(Value::STOP))? {
                    v if v.is_stop() => return Ok(out),
                    v => self.append(&mut out, v)?,
                }
            }
            self.tick(BATCH).await?;
        }
        while let Some(x) = self.next(&it).await? {
            self.append(&mut out, x)?;
            self.tick(1).await?;
        }
        Ok(out)
    }
    /// Appends, if there is memory for it.
    fn append(&mut self, to: &mut Vec<Value>, v: Value) -> Result<(), Raised> {
        let full = to.len() == to.capacity();
        if full && (!limit::fits(size_of_val(&**to)) || to.try_reserve(1).is_err()) {
            return Err(self.vm().memory_error());
        }
        to.push(v);
        Ok(())
    }
    /// `hash(v)`.
    pub fn hash(&mut self, v: &Value) -> Ask<'_, i64> {
        let act = self.vm().hash(v);
        self.ask(act)
    }
    /// `a op b`, as the method returned it.
    pub async fn compare(&mut self, op: CmpOp, a: &Value, b: &Value) -> PyResult {
        // two instances of one class with a Python method: called from here, no frame in between
        if let Some(m) = self.compare_method(op, a, b) {
            let r = self.call_with(&m, crate::value::lend(&[a.slot(), b.slot()])).await?;
            return if r.is_not_implemented() { self.compare_reflected(op, a, b).await } else { Ok(r) };
        }
        let act = self.vm().compare(op, a, b);
        self.act(act).await
    }
    /// The Python method that compares two instances of one class first.
    pub fn compare_method(&mut self, op: CmpOp, a: &Value, b: &Value) -> Option<Value> {
        if !a.is_heap() || !std::ptr::eq(type_ref(a), type_ref(b)) {
            return None;
        }
        self.vm().dunder(a, Dunder::of_compare(op)).filter(|m| m.is_a::<Function>())
    }
    /// `a op b` where the method of `a` does not know.
    pub async fn compare_reflected(&mut self, op: CmpOp, a: &Value, b: &Value) -> PyResult {
        if let Some(act) = self.vm().call_dunder(b, Dunder::of_compare(op.swapped()), std::slice::from_ref(a)) {
            let r = self.act(act).await?;
            if !r.is_not_implemented() {
                return Ok(r);
            }
        }
        self.vm().compare_default(op, a, b)
    }
    /// The truth of `a op b`.
    pub fn compare_bool(&mut self, op: CmpOp, a: &Value, b: &Value) -> Ask<'_, bool> {
        let vm = self.vm();
        let act = vm.compare(op, a, b);
        let act = vm.then_truth(act);
        self.ask(act)
    }
    /// `a is b or a == b`.
    pub fn equal(&mut self, a: &Value, b: &Value) -> Ask<'_, bool> {
        let act = match compare::equal_natively(a, b) {
            Some(r) => Act::Done(Value::bool(r)),
            None => self.vm().equal(a, b),
        };
        self.ask(act)
    }
    /// `item in v`.
    pub fn contains(&mut self, v: &Value, item: &Value) -> Ask<'_, bool> {
        let act = self.vm().contains(v, item);
        self.ask(act)
    }
    /// `a op b`.
    pub fn binary(&mut self, op: BinOp, a: &Value, b: &Value) -> Ask<'_, Value> {
        let act = self.vm().binary(op, a, b);
        self.act(act)
    }
    /// `getattr(v, name)`.
    pub fn get_attr(&mut self, v: &Value, name: &Ref<Str>) -> Ask<'_, Value> {
        let act = self.vm().get_attr(v, name);
        self.act(act)
    }
    /// `getattr(v, name)` by Rust text.
    pub fn attr(&mut self, v: &Value, name: &str) -> Ask<'_, Value> {
        let name = self.vm().intern(name);
        self.get_attr(v, &name)
    }
    /// `getattr(v, name)` by Rust text; None if there is no such attribute.
    pub async fn attr_opt(&mut self, v: &Value, name: &str) -> PyResult<Option<Value>> {
        let name = self.vm().intern(name);
        self.get_attr_opt(v, &name).await
    }
    /// The module `name` (without dots), imported if need be.
    pub async fn import(&mut self, name: &str) -> PyResult {
        let name = self.vm().intern(name);
        let act = self.vm().import_name(name, Value::int(0), Value::NONE);
        self.act(act).await
    }
    /// A name of one of the library's modules (with dots), imported if need be.
    pub async fn library(&mut self, module: &str, name: &str) -> PyResult {
        let key = self.vm().intern(module);
        let module = match self.vm().modules.get_interned(&key) {
            Some(m) => m,
            None => {
                let from = crate::object::tuple::new(vec![crate::object::str::new(name)]);
                let act = self.vm().import_name(key, Value::int(0), from);
                self.act(act).await?
            }
        };
        self.attr(&module, name).await
    }
    /// `isinstance(v, class)`.
    pub fn isinstance(&mut self, v: &Value, class: &Value) -> Ask<'_, bool> {
        let act = self.vm().isinstance(v, class);
        self.ask(act)
    }
    /// `issubclass(v, class)`.
    pub fn issubclass(&mut self, v: &Value, class: &Value) -> Ask<'_, bool> {
        let act = self.vm().issubclass(v, class);
        self.ask(act)
    }
    /// `getattr`, None if there is no such attribute.
    pub fn get_attr_opt(&mut self, v: &Value, name: &Ref<Str>) -> Ask<'_, Option<Value>> {
        let act = self.vm().get_attr_opt(v, name);
        self.ask(act)
    }
    /// `setattr(v, name, value)`; None deletes.
    pub fn set_attr(&mut self, v: &Value, name: &Ref<Str>, value: Option<Value>) -> Ask<'_, ()> {
        let act = self.vm().set_attr(v, name, value);
        self.ask(act)
    }
    /// `v[key]`.
    pub fn get_item(&mut self, v: &Value, key: &Value) -> Ask<'_, Value> {
        let act = self.vm().get_item(v, key);
        self.act(act)
    }
    /// `v[key] = value`.
    pub fn set_item(&mut self, v: &Value, key: &Value, value: &Value) -> Ask<'_, ()> {
        let act = self.vm().set_item(v, key, value);
        self.ask(act)
    }
    /// `del v[key]`.
    pub fn del_item(&mut self, v: &Value, key: &Value) -> Ask<'_, ()> {
        let act = self.vm().del_item(v, key);
        self.ask(act)
    }
    /// `operator.index(v)`.
    pub fn index(&mut self, v: &Value) -> Ask<'_, Value> {
        let act = self.vm().index(v);
        self.act(act)
    }
    /// `operator.index(v)` as an index-sized number; IndexError if it does not fit.
    pub async fn index_i64(&mut self, v: &Value) -> Result<i64, Raised> {
        let i = self.index(v).await?;
        match int::to_i64(&i) {
            Some(i) => Ok(i),
            None => {
                let name = self.vm().type_name(v);
                let ty = types().exc.IndexError.clone();
                Err(self.vm().error(&ty, format!("cannot fit '{name}' into an index-sized integer")))
            }
        }
    }
    /// `operator.index(v)` as a big int.
    pub async fn index_big(&mut self, v: &Value) -> Result<num_bigint::BigInt, Raised> {
        let i = self.index(v).await?;
        Ok(int::to_big(&i).unwrap_or_default())
    }
    /// `v.name(*args)`.
    pub fn call_method(&mut self, v: &Value, name: &str, args: impl Into<CallArgs>) -> Ask<'_, Value> {
        let vm = self.vm();
        let name = vm.intern(name);
        let act = vm.call_method(v, &name, args);
        self.act(act)
    }

    // ---- dicts with any keys

    /// Index of the entry with this key.
    pub async fn dict_find(&mut self, d: &Ref<Dict>, key: &Value, hash: i64) -> Result<Option<usize>, Raised> {
        if let Ok(found) = d.find(key, hash) {
            return Ok(found);
        }
        'restart: loop {
            let generation = d.generation();
            let mut resume = 0;
            loop {
                match d.probe(key, hash, resume) {
                    Probe::Missing => return Ok(None),
                    Probe::Found(index, _) => return Ok(Some(index)),
                    Probe::Compare { index, key: other, resume: next } => {
                        let equal = self.equal(&other, key).await?;
                        if d.generation() != generation || !d.key_at(index).is_some_and(|k| k.is(&other)) {
                            self.tick(1).await?;
                            continue 'restart;
                        }
                        if equal {
                            return Ok(Some(index));
                        }
                        resume = next;
                    }
                }
            }
        }
    }
    /// `d[key]`, None if it is not there.
    pub async fn dict_get(&mut self, d: &Ref<Dict>, key: &Value) -> PyResult<Option<Value>> {
        let hash = self.key_hash(key).await?;
        Ok(self.dict_find(d, key, hash).await?.and_then(|i| d.value_at(i)))
    }
    /// `d[key] = value`.
    pub async fn dict_set(&mut self, d: &Ref<Dict>, key: Value, value: Value) -> Result<(), Raised> {
        let hash = self.key_hash(&key).await?;
        match self.dict_find(d, &key, hash).await? {
            Some(i) => d.set_value_at(i, value),
            None => d.insert_new(key, hash, value),
        }
        Ok(())
    }
    /// One pair of a dict display: an unhashable key is worded as CPython does there.
    pub async fn dict_set_display(&mut self, d: &Ref<Dict>, key: Value, value: Value) -> Result<(), Raised> {
        self.dict_set(d, key, value).await
    }
    /// Removes a key; its value.
    pub async fn dict_remove(&mut self, d: &Ref<Dict>, key: &Value) -> PyResult<Option<Value>> {
        let hash = self.key_hash(key).await?;
        Ok(self.dict_find(d, key, hash).await?.and_then(|i| d.remove_at(i)).map(|(_, v)| v))
    }
    /// `del d[key]`; false if it was not there.
    pub async fn dict_del(&mut self, d: &Ref<Dict>, key: &Value) -> Result<bool, Raised> {
        Ok(self.dict_remove(d, key).await?.is_some())
    }
}
