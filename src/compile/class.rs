//! Class definitions.

use super::Compiler;
use super::registers::Operand;
use super::scopes::{Res, Role};
use super::unit::UnitKind;
use crate::code::opcode::{FLAG0, KILL_A, KILL_B, Op};
use crate::code::{CodeUnit, Const, Intrinsic, Position};
use ruff_python_ast as ast;
use ruff_text_size::Ranged;
use std::rc::Rc;

impl<'a> Compiler<'a> {
    #[inline(never)]
    pub(super) fn class_def(&mut self, s: &'a ast::StmtClassDef) -> Res<()> {
        let mark = self.mark();
        let at = self.definition_position(s.range, &s.decorator_list);
        let decorators = self.decorators(&s.decorator_list)?;
        let first_line = match s.decorator_list.first() {
            Some(d) => self.line(d.expression.range().start()),
            None => at.line,
        };
        let result = self.temp();
        match &s.type_params {
            None => {
                let code = self.class_body(s, first_line)?;
                self.build_class(s, at, code, None, result)?;
            }
            Some(params) => {
                let scope = self.scope_of(&**params, Role::TypeParams, s.range)?;
                self.enter_unit(
                    scope,
                    UnitKind::TypeParams,
                    &format!("<generic parameters of {}>", s.name.id),
                    first_line,
                )?;
                let t = self.temp();
                self.type_params_to(params, t)?;
                let type_params: Rc<str> = self.names.intern(".type_params");
                self.store_name(at, &type_params, Operand::temp(t));
                let code = self.class_body(s, first_line)?;
                let generic_base: Rc<str> = self.names.intern(".generic_base");
                self.release(t);
                let t = self.temp();
                self.build_class(s, at, code, Some((type_params, generic_base)), t)?;
                self.emit(at, Op::Return, KILL_A, t, 0, 0);
                let code = self.leave_unit()?;
                let top = self.unit.temps.next;
                self.make_function(at, code, result, top, 0);
                self.emit(at, Op::Call, 0, result, result, 0);
            }
        }
        self.decorate(&s.decorator_list, decorators, result);
        let name = self.mangle(&s.name.id);
        let result = if s.decorator_list.is_empty() { result } else { decorators };
        self.store_name(at, &name, Operand::temp(result));
        self.release(mark);
        Ok(())
    }

    /// Calls `__build_class__` with the body's function, the name, the bases and the keywords.
    fn build_class(
        &mut self,
        s: &'a ast::StmtClassDef,
        at: Position,
        code: Rc<CodeUnit>,
        generic: Option<(Rc<str>, Rc<str>)>,
        dst: u16,
    ) -> Res<()> {
        let mark = self.mark();
        let callee = self.scratch(dst);
        self.emit(at, Op::LoadBuildClass, 0, callee, 0, 0);
        let name = self.names.intern(&s.name.id);
        let simple = s.arguments.as_deref().is_none_or(super::call::is_simple);
        let list = if simple { None } else { Some(self.temp()) };
        let function = self.temp();
        let top = self.unit.temps.next;
        self.make_function(at, code, function, top, 0);
        let name_reg = self.temp();
        self.load_const(at, Const::Str(name), name_reg);
        let mut generic_base = None;
        if let Some((type_params, base)) = generic {
            let t = self.temp();
            self.load_name(at, &type_params, t);
            self.emit(at, Op::Intrinsic, KILL_B, t, t, Intrinsic::SubscriptGeneric as u16);
            self.store_name(at, &base, Operand::temp(t));
            self.release(t);
            generic_base = Some(base);
        }
        let Some(list) = list else {
            let mut count = 2;
            let mut names = Vec::new();
            if let Some(a) = s.arguments.as_deref() {
                self.check_keywords(&a.keywords)?;
                for e in &a.args {
                    self.expr_temp(e)?;
                    count += 1;
                }
            }
            if let Some(base) = &generic_base {
                let t = self.temp();
                self.load_name(at, base, t);
                count += 1;
            }
            for k in s.arguments.iter().flat_map(|a| &a.keywords) {
                self.expr_temp(&k.value)?;
                if let Some(n) = &k.arg {
                    names.push(Const::Str(self.mangle(&n.id)));
                }
                count += 1;
            }
            self.emit_call(at, dst, callee, false, count, names);
            self.release(mark);
            return Ok(());
        };
        self.emit(at, Op::BuildList, 0, list, function, 2);
        self.release(list + 1);
        if let Some(a) = s.arguments.as_deref() {
            self.check_keywords(&a.keywords)?;
            let inner = self.mark();
            for e in &a.args {
                if let ast::Expr::Starred(star) = e {
                    let v = self.operand(&star.value)?;
                    self.emit(at, Op::ListExtend, v.kill_b() | FLAG0, list, v.reg, 0);
                } else {
                    let v = self.operand(e)?;
                    self.emit(at, Op::ListAppend, v.kill_b(), list, v.reg, 0);
                }
                self.release(inner);
            }
            if let Some(base) = &generic_base {
                let t = self.temp();
                self.load_name(at, base, t);
                self.emit(at, Op::ListAppend, KILL_B, list, t, 0);
                self.release(inner);
            }
            self.keywords_to(&a.keywords, at, callee)?;
        }
        self.emit(at, Op::CallEx, FLAG0, dst, callee, 0);
        self.release(mark);
        Ok(())
    }

    fn class_body(&mut self, s: &'a ast::StmtClassDef, first_line: u32) -> Res<Rc<CodeUnit>> {
        let scope = self.scope_of(s, Role::Body, s.range)?;
        self.enter_unit(scope, UnitKind::Class, &s.name.id, first_line)?;
        let at = self.first_position();
        let nowhere = self.nowhere();
        let mark = self.mark();
        let t = self.temp();
        let store = |c: &mut Self, name: &str| {
            let name = c.names.intern(name);
            c.store_name(at, &name, Operand::temp(t));
        };
        let name = self.names.intern("__name__");
        self.load_name(at, &name, t);
        store(self, "__module__");
        let qualname = self.unit.qualname.clone();
        self.load_const(at, Const::Str(qualname), t);
        store(self, "__qualname__");
        self.load_const(at, Const::Int(first_line as i64), t);
        store(self, "__firstlineno__");
        if s.type_params.is_some() {
            let name = self.names.intern(".type_params");
            self.load_name(at, &name, t);
            store(self, "__type_params__");
        }
        let scope = self.scopes.get(scope);
        let (needs_classdict, needs_class, conditional) =
            (scope.needs_classdict, scope.needs_class_cell, scope.conditional_annotations);
        let reg = |c: &Self, name: &str| c.unit.regs.get(name).copied().unwrap_or(0);
        if needs_classdict {
            self.emit(at, Op::LoadLocals, 0, t, 0, 0);
            let cell = reg(self, "__classdict__");
            self.emit(at, Op::StoreDeref, crate::code::opcode::KILL_C, 0, cell, t);
        }
        if conditional {
            self.emit(at, Op::BuildSet, 0, t, t, 0);
            let cell = reg(self, "__conditional_annotations__");
            self.emit(at, Op::StoreDeref, crate::code::opcode::KILL_C, 0, cell, t);
        }
        self.release(mark);
        self.collect_annotations(&s.body);
        self.setup_string_annotations(at);
        self.document_namespace(&s.body);
        self.body(&s.body)?;

        let t = self.temp();
        if self.class_annotate_to(at, t)? {
            let name = self.names.intern("__annotate_func__");
            self.store_name(at, &name, Operand::temp(t));
        }
        let mut attributes = std::mem::take(&mut self.unit.static_attributes);
        crate::order::sort_texts(&mut attributes);
        attributes.dedup();
        let attributes: Vec<Const> = attributes.into_iter().map(Const::Str).collect();
        self.load_const(nowhere, Const::Tuple(attributes.into()), t);
        let name = self.names.intern("__static_attributes__");
        self.store_name(nowhere, &name, Operand::temp(t));
        if needs_classdict {
            let cell = reg(self, "__classdict__");
            self.emit(nowhere, Op::Move, 0, t, cell, 0);
            let name = self.names.intern("__classdictcell__");
            self.store_name(nowhere, &name, Operand::temp(t));
        }
        if needs_class {
            let cell = reg(self, "__class__");
            self.emit(nowhere, Op::Move, 0, t, cell, 0);
            let name = self.names.intern("__classcell__");
            self.store_name(nowhere, &name, Operand::kept(t));
            self.emit(nowhere, Op::Return, KILL_A, t, 0, 0);
        } else {
            self.emit(nowhere, Op::ReturnNone, 0, 0, 0, 0);
        }
        self.release(mark);
        self.leave_unit()
    }
}
