//! The protocol for async natives: the same operations, awaited, with Rust results.

use crate::code::{BinOp, CmpOp};
use crate::heap::Ref;
use crate::object::dict::{Dict, Probe};
use crate::object::str::Str;
use crate::object::{compare, int, types};
use crate::value::Value;
use crate::object::function::Function;
use crate::object::generator::Generator;
use crate::object::names::Dunder;
use crate::object::type_ref;
use crate::vm::cx::{Cx, Resumed};
use crate::vm::native::Resume;
use crate::vm::native::{Act, CallArgs, PyResult, Raised};

impl Cx {
    /// `repr(v)`.
    pub async fn repr(&mut self, v: &Value) -> PyResult {
        let act = self.vm().repr(v);
        self.act(act).await
    }
    /// `str(v)`.
    pub async fn str(&mut self, v: &Value) -> PyResult {
        let act = self.vm().str(v);
        self.act(act).await
    }
    /// `ascii(v)`.
    pub async fn ascii(&mut self, v: &Value) -> PyResult {
        let act = self.vm().ascii(v);
        self.act(act).await
    }
    /// `format(v, spec)`.
    pub async fn format(&mut self, v: &Value, spec: &Value) -> PyResult {
        let act = self.vm().format(v, spec);
        self.act(act).await
    }
    /// `bool(v)`.
    pub async fn truth(&mut self, v: &Value) -> Result<bool, Raised> {
        let act = self.vm().truth(v);
        Ok(self.act(act).await?.as_bool() == Some(true))
    }
    /// `len(v)`.
    pub async fn len(&mut self, v: &Value) -> Result<usize, Raised> {
        let act = self.vm().len(v);
        Ok(self.act(act).await?.as_small().unwrap_or(0) as usize)
    }
    /// `iter(v)`.
    pub async fn iter(&mut self, v: &Value) -> PyResult {
        let act = self.vm().iter(v);
        self.act(act).await
    }
    /// The next item of an iterator, or None at the end.
    pub async fn next(&mut self, it: &Value) -> PyResult<Option<Value>> {
        if let Some(r) = crate::object::iter::step(self.vm(), it) {
            return r.map(|v| if v.is_stop() { None } else { Some(v) });
        }
        if types().generator.is_type_of(it)
            && let Some(g) = it.get_ref::<Generator>()
        {
            // resumed from here: no frame in between
            return Ok(match self.resume(&g, Resume::Send(Value::NONE)).await? {
                Resumed::Yielded(v) => Some(v),
                Resumed::Returned(_) => None,
            });
        }
        let act = self.vm().next(it);
        let v = self.act(act).await?;
        Ok(if v.is_stop() { None } else { Some(v) })
    }
    /// All items of an iterable.
    pub async fn collect(&mut self, v: &Value) -> Result<Vec<Value>, Raised> {
        if let Some(items) = super::hooks::native_items(v) {
            return Ok(items);
        }
        let it = self.iter(v).await?;
        let mut out = Vec::new();
        while let Some(x) = self.next(&it).await? {
            out.push(x);
            self.tick(1).await?;
        }
        Ok(out)
    }
    /// `hash(v)`.
    pub async fn hash(&mut self, v: &Value) -> Result<i64, Raised> {
        if let Some(h) = compare::hash_natively(v) {
            return Ok(h);
        }
        let act = self.vm().hash(v);
        let h = self.act(act).await?;
        Ok(int::to_i64(&h).unwrap_or(0))
    }
    /// `a op b`, as the method returned it.
    pub async fn compare(&mut self, op: CmpOp, a: &Value, b: &Value) -> PyResult {
        // two instances of one class with a Python method: called from here, no frame in between
        if a.is_heap()
            && std::ptr::eq(type_ref(a), type_ref(b))
            && let Some(m) = self.vm().dunder(a, Dunder::of_compare(op)).filter(|m| m.is_a::<Function>())
        {
            let r = self.call(&m, [a.clone(), b.clone()]).await?;
            if !r.is_not_implemented() {
                return Ok(r);
            }
            if let Some(act) = self.vm().call_dunder(b, Dunder::of_compare(op.swapped()), std::slice::from_ref(a)) {
                let r = self.act(act).await?;
                if !r.is_not_implemented() {
                    return Ok(r);
                }
            }
            return self.vm().compare_default(op, a, b);
        }
        let act = self.vm().compare(op, a, b);
        self.act(act).await
    }
    /// The truth of `a op b`.
    pub async fn compare_bool(&mut self, op: CmpOp, a: &Value, b: &Value) -> Result<bool, Raised> {
        let v = self.compare(op, a, b).await?;
        self.truth(&v).await
    }
    /// `a is b or a == b`.
    pub async fn equal(&mut self, a: &Value, b: &Value) -> Result<bool, Raised> {
        if let Some(r) = compare::equal_natively(a, b) {
            return Ok(r);
        }
        let r = self.compare(CmpOp::Eq, a, b).await?;
        match r.as_bool() {
            Some(equal) => Ok(equal),
            None => self.truth(&r).await,
        }
    }
    /// `item in v`.
    pub async fn contains(&mut self, v: &Value, item: &Value) -> Result<bool, Raised> {
        let act = self.vm().contains(v, item);
        Ok(self.act(act).await?.as_bool() == Some(true))
    }
    /// `a op b`.
    pub async fn binary(&mut self, op: BinOp, a: &Value, b: &Value) -> PyResult {
        let act = self.vm().binary(op, a, b);
        self.act(act).await
    }
    /// `getattr(v, name)`.
    pub async fn get_attr(&mut self, v: &Value, name: &Ref<Str>) -> PyResult {
        let act = self.vm().get_attr(v, name);
        self.act(act).await
    }
    /// `getattr(v, name)` by Rust text.
    pub async fn attr(&mut self, v: &Value, name: &str) -> PyResult {
        let name = self.vm().intern(name);
        self.get_attr(v, &name).await
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
    /// `isinstance(v, class)`.
    pub async fn isinstance(&mut self, v: &Value, class: &Value) -> Result<bool, Raised> {
        let act = self.vm().isinstance(v, class);
        Ok(self.act(act).await?.as_bool() == Some(true))
    }
    /// `issubclass(v, class)`.
    pub async fn issubclass(&mut self, v: &Value, class: &Value) -> Result<bool, Raised> {
        let act = self.vm().issubclass(v, class);
        Ok(self.act(act).await?.as_bool() == Some(true))
    }
    /// `getattr`, None if there is no such attribute.
    pub async fn get_attr_opt(&mut self, v: &Value, name: &Ref<Str>) -> PyResult<Option<Value>> {
        let act = self.vm().get_attr_opt(v, name);
        let v = self.act(act).await?;
        Ok(if v.is_unbound() { None } else { Some(v) })
    }
    /// `setattr(v, name, value)`; None deletes.
    pub async fn set_attr(&mut self, v: &Value, name: &Ref<Str>, value: Option<Value>) -> Result<(), Raised> {
        let act = self.vm().set_attr(v, name, value);
        self.act(act).await.map(drop)
    }
    /// `v[key]`.
    pub async fn get_item(&mut self, v: &Value, key: &Value) -> PyResult {
        let act = self.vm().get_item(v, key);
        self.act(act).await
    }
    /// `v[key] = value`.
    pub async fn set_item(&mut self, v: &Value, key: &Value, value: &Value) -> Result<(), Raised> {
        let act = self.vm().set_item(v, key, value);
        self.act(act).await.map(drop)
    }
    /// `del v[key]`.
    pub async fn del_item(&mut self, v: &Value, key: &Value) -> Result<(), Raised> {
        let act = self.vm().del_item(v, key);
        self.act(act).await.map(drop)
    }
    /// `operator.index(v)`.
    pub async fn index(&mut self, v: &Value) -> PyResult {
        let act = self.vm().index(v);
        self.act(act).await
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
    /// A call with keywords.
    pub async fn call_kw(&mut self, f: &Value, args: CallArgs) -> PyResult {
        self.act(Act::Call(f.clone(), args)).await
    }
    /// `v.name(*args)`.
    pub async fn call_method(&mut self, v: &Value, name: &str, args: impl Into<CallArgs>) -> PyResult {
        let name = self.vm().intern(name);
        let act = self.vm().call_method(v, &name, args);
        self.act(act).await
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
