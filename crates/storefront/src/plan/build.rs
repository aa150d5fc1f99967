//! From a valid document to a plan.

use super::{Args, Argument, Field, INTROSPECTED, ObjectPlan, Plan, Template, Variable, Weight, When, template};
use crate::{errors::GraphError, limits::Limits, object::Table, schema::Schema, types};
use apollo_compiler::{
    Name, Node,
    ast::{self, Type, Value},
    collections::{HashSet, IndexMap},
    executable::{self as exe, ExecutableDocument, Operation, Selection, SelectionSet},
    schema::{Component, FieldDefinition},
};
use serde_json::Map;

/// Makes the plan of one operation of a valid document.
///
/// # Errors
/// When it is deeper or wider than the limits allow; the error names the limit.
pub fn build(
    schema: &Schema,
    document: &ExecutableDocument,
    operation: &Operation,
    limits: &Limits,
) -> Result<Plan, GraphError> {
    let variables: Vec<Variable> = operation.variables.iter().map(|variable| declared(schema, variable)).collect();
    let mut builder = Builder {
        schema,
        document,
        limits,
        names: variables.iter().map(|variable| variable.name.as_str()).collect(),
        templates: vec![],
        fields: 0,
        introspects: false,
    };
    let context = operation.directives.get("inContext").map_or_else(Vec::new, |directive| {
        let declared = schema.valid.directive_definitions.get("inContext");
        let arguments = declared.map_or(&[][..], |definition| &definition.arguments);
        builder.arguments(arguments, &directive.arguments)
    });
    let root = types::table(operation.object_type()).ok_or_else(|| unknown(operation.object_type()))?;
    let sets = vec![(&operation.selection_set, vec![])];
    let root = builder.object(root, &sets, 1)?;
    let (templates, introspects) = (builder.templates, builder.introspects);
    let is_mutation = operation.is_mutation();
    Ok(Plan { root, is_mutation, variables, templates, context, introspects })
}

fn declared(schema: &Schema, variable: &Node<ast::VariableDefinition>) -> Variable {
    let default = variable.default_value.as_ref().map(|value| template(schema, &[], &variable.ty, value));
    Variable {
        name: variable.name.to_string(),
        ty: variable.ty.as_ref().clone(),
        default: default.and_then(|template| if let Template::Fixed(value) = template { Some(value) } else { None }),
    }
}

fn unknown(name: &str) -> GraphError {
    GraphError::new("UNKNOWN_TYPE", format!("there is no {name} here"))
}

struct Builder<'d> {
    schema: &'d Schema,
    document: &'d ExecutableDocument,
    limits: &'d Limits,
    names: Vec<&'d str>,
    templates: Vec<Vec<Argument>>,
    fields: usize,
    introspects: bool,
}

type Conditions = Vec<When>;
type Sets<'d> = Vec<(&'d SelectionSet, Conditions)>;
type Groups<'d> = IndexMap<&'d Name, Vec<(&'d Node<exe::Field>, Conditions)>>;
type Visited<'d> = HashSet<(&'d Name, Conditions)>;

impl<'d> Builder<'d> {
    /// What is selected of objects of one type by all of `sets`.
    fn object(&mut self, table: Table, sets: &Sets<'d>, depth: usize) -> Result<ObjectPlan, GraphError> {
        if depth > self.limits.max_depth {
            let message = format!("this query is nested more than {} levels deep", self.limits.max_depth);
            return Err(GraphError::new("MAX_DEPTH_EXCEEDED", message).with("limit", "storefront.max_depth"));
        }
        let (mut groups, mut visited) = (Groups::default(), Visited::default());
        for (set, conditions) in sets {
            self.collect(table.name, set, conditions, &mut groups, &mut visited)?;
        }
        let mut fields = Vec::with_capacity(groups.len());
        for (key, found) in groups {
            if let Some(field) = self.field(table, key, &found, depth)? {
                fields.push(field);
            }
        }
        Ok(ObjectPlan { type_name: table.name, fields })
    }

    /// Gathers the fields of a selection that apply to `type_name`, by response key.
    fn collect(
        &mut self,
        type_name: &str,
        set: &'d SelectionSet,
        conditions: &Conditions,
        groups: &mut Groups<'d>,
        visited: &mut Visited<'d>,
    ) -> Result<(), GraphError> {
        for selection in &set.selections {
            self.fields += 1;
            if self.fields > self.limits.max_fields {
                let message = format!("this query selects more than {} fields", self.limits.max_fields);
                return Err(GraphError::new("MAX_FIELDS_EXCEEDED", message).with("limit", "storefront.max_fields"));
            }
            let Some(conditions) = self.conditions(conditions, selection.directives()) else { continue };
            match selection {
                Selection::Field(field) => {
                    groups.entry(field.response_key()).or_default().push((field, conditions));
                }
                Selection::InlineFragment(fragment) => {
                    if fragment.type_condition.as_ref().is_none_or(|on| self.schema.is_a(type_name, on)) {
                        self.collect(type_name, &fragment.selection_set, &conditions, groups, visited)?;
                    }
                }
                Selection::FragmentSpread(spread) => {
                    let Some(fragment) = self.document.fragments.get(&spread.fragment_name) else { continue };
                    let is_new = visited.insert((&spread.fragment_name, conditions.clone()));
                    if is_new && self.schema.is_a(type_name, fragment.type_condition()) {
                        self.collect(type_name, &fragment.selection_set, &conditions, groups, visited)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// The conditions under which a selection counts; `None` when it never does.
    fn conditions(&self, outer: &Conditions, directives: &ast::DirectiveList) -> Option<Conditions> {
        let mut all = outer.clone();
        for (name, is) in [("include", true), ("skip", false)] {
            let Some(directive) = directives.get(name) else { continue };
            match directive.specified_argument_by_name("if").map(AsRef::as_ref) {
                Some(Value::Boolean(value)) if *value != is => return None,
                Some(Value::Variable(variable)) => {
                    let when = When { variable: self.number(variable)?, is };
                    if !all.contains(&when) {
                        all.push(when);
                    }
                }
                _ => {}
            }
        }
        Some(all)
    }

    fn number(&self, variable: &str) -> Option<usize> {
        self.names.iter().position(|name| *name == variable)
    }

    fn field(
        &mut self,
        table: Table,
        key: &str,
        found: &[(&'d Node<exe::Field>, Conditions)],
        depth: usize,
    ) -> Result<Option<Field>, GraphError> {
        let Some((first, _)) = found.first() else { return Ok(None) };
        let when = match found.iter().any(|(_, conditions)| conditions.is_empty()) {
            true => vec![],
            false => found.iter().map(|(_, conditions)| conditions.clone()).collect(),
        };
        let mut field = Field {
            key: format!("\"{key}\":").into_bytes().into(),
            name: "__typename",
            at: INTROSPECTED,
            args: Args::None,
            plans: vec![],
            nullable: true,
            items_nullable: true,
            literal: None,
            weight: Weight::Leaf,
            when,
        };
        match first.name.as_str() {
            "__typename" => field.literal = Some(format!("\"{}\"", table.name).into_bytes().into()),
            "__schema" | "__type" => {
                self.introspects = true;
                field.name = "__schema";
            }
            name => {
                let Some(at) = table.fields.iter().position(|known| *known == name) else {
                    return Err(unknown(&format!("{}.{name}", table.name)));
                };
                field.name = table.fields[at];
                field.at = u16::try_from(at).unwrap_or(INTROSPECTED);
                let definition = self.schema.valid.type_field(table.name, name).map_err(|_| unknown(name))?;
                self.fill(&mut field, first, definition);
                self.below(&mut field, definition.ty.inner_named_type(), found, depth)?;
            }
        }
        Ok(Some(field))
    }

    /// What the schema says of a field, and its arguments.
    fn fill(&mut self, field: &mut Field, found: &exe::Field, definition: &'d Component<FieldDefinition>) {
        field.nullable = !definition.ty.is_non_null();
        field.items_nullable = match &definition.ty {
            Type::List(items) | Type::NonNullList(items) => !items.is_non_null(),
            Type::Named(_) | Type::NonNullNamed(_) => true,
        };
        let arguments = self.arguments(&definition.arguments, &found.arguments);
        let is_fixed = arguments.iter().all(|argument| matches!(argument.value, Template::Fixed(_)));
        field.args = if arguments.is_empty() {
            Args::None
        } else if is_fixed {
            let fixed = arguments.into_iter().filter_map(|argument| match argument.value {
                Template::Fixed(value) => Some((argument.name, value)),
                _ => None,
            });
            Args::Fixed(fixed.collect::<Map<_, _>>())
        } else {
            self.templates.push(arguments);
            Args::Resolved(self.templates.len() - 1)
        };
    }

    /// The arguments that are given or have a default.
    fn arguments(&self, declared: &[Node<ast::InputValueDefinition>], given: &[Node<ast::Argument>]) -> Vec<Argument> {
        let mut arguments = vec![];
        for definition in declared {
            let default = definition.default_value.as_ref().map(|v| template(self.schema, &[], &definition.ty, v));
            let default = match default {
                Some(Template::Fixed(value)) => Some(value),
                _ => None,
            };
            let value = given.iter().find(|argument| argument.name == definition.name);
            let value = match (value, &default) {
                (Some(argument), _) => template(self.schema, &self.names, &definition.ty, &argument.value),
                (None, Some(default)) => Template::Fixed(default.clone()),
                (None, None) => continue,
            };
            let is_required = definition.ty.is_non_null();
            arguments.push(Argument { name: definition.name.to_string(), value, default, is_required });
        }
        arguments
    }

    /// What is selected of a field's value, for each type that it may be.
    fn below(
        &mut self,
        field: &mut Field,
        type_name: &Name,
        found: &[(&'d Node<exe::Field>, Conditions)],
        depth: usize,
    ) -> Result<(), GraphError> {
        let possible = self.schema.possible(type_name);
        if possible.is_empty() {
            return Ok(());
        }
        field.weight = weight(type_name, field.name);
        // what holds for the field as a whole need not be asked again for what is below it
        let is_one = found.len() == 1;
        let sets: Sets<'d> = found
            .iter()
            .map(|(one, conditions)| (&one.selection_set, if is_one { vec![] } else { conditions.clone() }))
            .collect();
        for table in possible {
            let plan = self.object(*table, &sets, depth + 1)?;
            if !plan.fields.is_empty() {
                field.plans.push(plan);
            }
        }
        Ok(())
    }
}

fn weight(type_name: &str, field: &str) -> Weight {
    match (type_name, field) {
        (name, _) if name.ends_with("Connection") => Weight::Connection,
        (_, "nodes") if type_name == "Node" => Weight::Ids,
        _ => Weight::Object,
    }
}
