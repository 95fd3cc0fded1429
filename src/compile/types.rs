//! Type parameters and `type` statements.

use super::Compiler;
use super::registers::Operand;
use super::scopes::{Res, Role, ScopeId};
use super::unit::UnitKind;
use crate::code::opcode::{FLAG0, KILL_A, KILL_B, KILL_C, Op};
use crate::code::{Const, Intrinsic, Intrinsic2, Position};
use ruff_python_ast::{self as ast, Expr, TypeParam};
use ruff_text_size::Ranged;

impl<'a> Compiler<'a> {
    /// Makes the type parameters, binds their names and leaves their tuple in `dst`.
    pub(super) fn type_params_to(&mut self, params: &'a ast::TypeParams, dst: u16) -> Res<()> {
        let whole = self.pos(params.range);
        let mark = self.mark();
        let chunked = params.type_params.len() > 60;
        if chunked {
            self.emit(whole, Op::BuildList, 0, dst, dst, 0);
        }
        let first = self.unit.temps.next;
        for p in &params.type_params {
            let at = self.pos(p.range());
            let t = self.temp();
            let name = p.name();
            self.load_str(at, &name.id, t);
            match p {
                TypeParam::TypeVar(v) => match &v.bound {
                    Some(bound) => {
                        let u = self.temp();
                        self.type_variable_to(bound, p, Role::Bound, &name.id, u)?;
                        let number = if bound.is_tuple_expr() {
                            Intrinsic2::TypeVarWithConstraints
                        } else {
                            Intrinsic2::TypeVarWithBound
                        };
                        self.emit(at, Op::Intrinsic2, KILL_B | KILL_C, t, t, u);
                        self.unit.code.cache(number as u64);
                    }
                    None => self.emit(at, Op::Intrinsic, KILL_B, t, t, Intrinsic::TypeVar as u16),
                },
                TypeParam::ParamSpec(_) => self.emit(at, Op::Intrinsic, KILL_B, t, t, Intrinsic::ParamSpec as u16),
                TypeParam::TypeVarTuple(_) => {
                    self.emit(at, Op::Intrinsic, KILL_B, t, t, Intrinsic::TypeVarTuple as u16)
                }
            }
            self.release(t + 1);
            if let Some(default) = p.default() {
                let u = self.temp();
                self.type_variable_to(default, p, Role::Default, &name.id, u)?;
                self.emit(at, Op::Intrinsic2, KILL_B | KILL_C, t, t, u);
                self.unit.code.cache(Intrinsic2::SetTypeParamDefault as u64);
                self.release(t + 1);
            }
            let mangled = self.mangle(&name.id);
            self.store_name(at, &mangled, Operand::kept(t));
            if chunked {
                self.emit(whole, Op::ListAppend, KILL_B, dst, t, 0);
                self.release(mark);
            }
        }
        if chunked {
            self.emit(whole, Op::ListToTuple, KILL_B, dst, dst, 0);
        } else {
            self.emit(whole, Op::BuildTuple, 0, dst, first, params.type_params.len() as u16);
        }
        self.release(mark);
        Ok(())
    }

    /// The lazily called function of a bound or default.
    fn type_variable_to(&mut self, e: &'a Expr, p: &'a TypeParam, role: Role, name: &str, dst: u16) -> Res<()> {
        let at = self.pos(e.range());
        let scope = self.scope_of(p, role, e.range())?;
        self.lazy_function(scope, e, at, name, dst)
    }

    /// A function that evaluates an expression when it is asked to (format 1 by default).
    fn lazy_function(&mut self, scope: ScopeId, e: &'a Expr, at: Position, name: &str, dst: u16) -> Res<()> {
        self.enter_annotation_unit(scope, name, at)?;
        let t = self.temp();
        self.annotation_value_to(e, t)?;
        self.emit(at, Op::Return, KILL_A, t, 0, 0);
        let code = self.leave_unit()?;
        let mark = self.mark();
        let run = self.temp();
        self.load_const(at, Const::Tuple([Const::Int(1)].into()), run);
        self.make_function(at, code, dst, run, FLAG0);
        self.release(mark);
        Ok(())
    }

    #[inline(never)]
    pub(super) fn type_alias(&mut self, s: &'a ast::StmtTypeAlias) -> Res<()> {
        let Expr::Name(name) = &*s.name else { return self.error("invalid syntax", s.range) };
        let at = self.pos(s.range);
        let mark = self.mark();
        let t = self.temp();
        match &s.type_params {
            None => self.alias_to(s, name, None, at, t)?,
            Some(params) => {
                let scope = self.scope_of(&**params, Role::TypeParams, s.range)?;
                self.enter_unit(scope, UnitKind::TypeParams, &format!("<generic parameters of {}>", name.id), at.line)?;
                let r = self.temp();
                self.alias_to(s, name, Some(params), at, r)?;
                self.emit(at, Op::Return, KILL_A, r, 0, 0);
                let code = self.leave_unit()?;
                let top = self.unit.temps.next;
                self.make_function(at, code, t, top, 0);
                self.emit(at, Op::Call, 0, t, t, 0);
            }
        }
        let mangled = self.mangle(&name.id);
        self.store_name(at, &mangled, Operand::temp(t));
        self.release(mark);
        Ok(())
    }

    fn alias_to(
        &mut self,
        s: &'a ast::StmtTypeAlias,
        name: &ast::ExprName,
        params: Option<&'a ast::TypeParams>,
        at: Position,
        dst: u16,
    ) -> Res<()> {
        let mark = self.mark();
        let first = self.temp();
        self.load_str(at, &name.id, first);
        let p = self.temp();
        match params {
            Some(params) => self.type_params_to(params, p)?,
            None => self.emit(at, Op::LoadNone, 0, p, 0, 0),
        }
        let f = self.temp();
        let scope = self.scope_of(s, Role::Body, s.range)?;
        self.lazy_function(scope, &s.value, at, &name.id, f)?;
        self.emit(at, Op::BuildTuple, 0, first, first, 3);
        self.emit(at, Op::Intrinsic, KILL_B, dst, first, Intrinsic::TypeAlias as u16);
        self.release(mark);
        Ok(())
    }
}
