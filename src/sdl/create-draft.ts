import {
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
} from 'graphql';
import type { ApiSettings } from '../ir/data-model.ts';
import type { FieldDraft, RootName, SchemaDraft, TypeDraft } from './draft.ts';
import type { MergedDocument } from './merge-extensions.ts';
import { typeRefOf } from './type-ref-of.ts';

/** The draft of a document before any directive has run: types, fields, and nothing that a directive means. */
export function createDraft(document: MergedDocument, settings: ApiSettings): SchemaDraft {
  const types = new Map<string, TypeDraft>();
  for (const node of [...document.objects.values(), ...document.interfaces.values()]) {
    types.set(node.name.value, createTypeDraft(node));
  }
  return { types, enums: document.enums, inputs: document.inputs, unions: document.unions, settings };
}

function createTypeDraft(node: ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode): TypeDraft {
  const name = node.name.value;
  const fields = new Map<string, FieldDraft>();
  const type: TypeDraft = { name, node, root: rootName(node), fields, model: null, nativeAuth: null };
  for (const field of node.fields ?? []) {
    // A second field of the same name is reported by GraphQL's own rules; the first one counts.
    if (!fields.has(field.name.value)) fields.set(field.name.value, createFieldDraft(type, field));
  }
  return type;
}

export function createFieldDraft(parent: TypeDraft, node: FieldDefinitionNode): FieldDraft {
  return {
    name: node.name.value,
    parent,
    node,
    type: typeRefOf(node.type),
    relation: null,
    default: null,
    validations: [],
    rules: null,
    handlers: [],
    nativeAuth: null,
    mutations: [],
  };
}

function rootName(node: ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode): RootName | null {
  if (node.kind !== Kind.OBJECT_TYPE_DEFINITION) return null;
  const name = node.name.value;
  return name === 'Query' || name === 'Mutation' || name === 'Subscription' ? name : null;
}
