//! The _types module: the built-in types that the types module names.

use super::ModuleSpec;
use crate::heap::Ref;
use crate::object::dict::Dict;
use crate::object::native::Native;
use crate::object::spec::TypeSpec;
use crate::object::ty::flag;
use crate::object::types;
use crate::vm::Vm;
use crate::vm::native::PyResult;

pub static SPEC: ModuleSpec =
    ModuleSpec { name: "_types", doc: "Define names for built-in types.", functions: &[], init };

/// No object of this engine has it; the name exists in CPython.
static CAPSULE: TypeSpec =
    TypeSpec { module: "types", flags: flag::NO_INSTANTIATION, ..TypeSpec::of::<Native>("CapsuleType") };

fn init(vm: &mut Vm, dict: &Ref<Dict>) -> PyResult<()> {
    let capsule = vm.native_type(&CAPSULE);
    let t = types();
    let named = [
        ("AsyncGeneratorType", &t.async_generator),
        ("BuiltinFunctionType", &t.builtin_function),
        ("BuiltinMethodType", &t.builtin_function),
        ("CapsuleType", &capsule),
        ("CellType", &t.cell),
        ("ClassMethodDescriptorType", &t.classmethod_descriptor),
        ("CodeType", &t.code),
        ("CoroutineType", &t.coroutine),
        ("EllipsisType", &t.ellipsis),
        ("FrameType", &t.frame),
        ("FunctionType", &t.function),
        ("GeneratorType", &t.generator),
        ("GenericAlias", &t.generic_alias),
        ("GetSetDescriptorType", &t.getset_descriptor),
        ("LambdaType", &t.function),
        ("MappingProxyType", &t.mappingproxy),
        ("MemberDescriptorType", &t.member_descriptor),
        ("MethodDescriptorType", &t.method_descriptor),
        ("MethodType", &t.method),
        ("MethodWrapperType", &t.method_wrapper),
        ("ModuleType", &t.module),
        ("NoneType", &t.none_type),
        ("NotImplementedType", &t.not_implemented),
        ("SimpleNamespace", &t.namespace),
        ("TracebackType", &t.traceback),
        ("UnionType", &t.union),
        ("WrapperDescriptorType", &t.wrapper_descriptor),
    ];
    for (name, ty) in named {
        let key = vm.intern(name);
        dict.set_interned(&key, ty.value());
    }
    Ok(())
}
