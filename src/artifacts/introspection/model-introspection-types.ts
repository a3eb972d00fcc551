/** The JSON of `data.model_introspection`. `reference/amplify-outputs.md` section 5. */
export interface ModelIntrospection {
  readonly version: 1;
  readonly models: Readonly<Record<string, ModelDescription>>;
  readonly enums: Readonly<Record<string, { readonly name: string; readonly values: readonly string[] }>>;
  readonly nonModels: Readonly<Record<string, NonModelIntrospection>>;
  /** Custom operations only; each group is absent where it is empty. */
  readonly queries?: Readonly<Record<string, OperationIntrospection>>;
  readonly mutations?: Readonly<Record<string, OperationIntrospection>>;
  readonly subscriptions?: Readonly<Record<string, OperationIntrospection>>;
  readonly inputs?: Readonly<Record<string, InputIntrospection>>;
}

export interface ModelDescription {
  readonly name: string;
  readonly fields: Readonly<Record<string, IntrospectionField>>;
  readonly syncable: true;
  readonly pluralName: string;
  readonly attributes: readonly ModelAttribute[];
  readonly primaryKeyInfo: {
    readonly isCustomPrimaryKey: boolean;
    readonly primaryKeyFieldName: string;
    readonly sortKeyFieldNames: readonly string[];
  };
}

export interface NonModelIntrospection {
  readonly name: string;
  readonly fields: Readonly<Record<string, IntrospectionField>>;
}

export interface InputIntrospection {
  readonly name: string;
  readonly attributes: Readonly<Record<string, IntrospectionArgument>>;
}

/** A scalar's name, or the kind and name of another type. */
export type IntrospectionType =
  | string
  | { readonly model: string }
  | { readonly nonModel: string }
  | { readonly enum: string }
  | { readonly input: string };

export interface IntrospectionArgument {
  readonly name: string;
  readonly isArray: boolean;
  readonly type: IntrospectionType;
  /** Of the element, for a list. */
  readonly isRequired: boolean;
  /** Whether the list itself may be null; lists only. */
  readonly isArrayNullable?: boolean;
}

export interface IntrospectionField extends IntrospectionArgument {
  readonly attributes: readonly [];
  readonly isReadOnly?: true;
  readonly association?: Association;
}

export type Association =
  | { readonly connectionType: 'HAS_MANY'; readonly associatedWith: readonly string[] }
  | {
      readonly connectionType: 'HAS_ONE';
      readonly associatedWith: readonly string[];
      readonly targetNames: readonly string[];
    }
  | { readonly connectionType: 'BELONGS_TO'; readonly targetNames: readonly string[] };

export interface OperationIntrospection extends IntrospectionArgument {
  readonly arguments?: Readonly<Record<string, IntrospectionArgument>>;
}

export type ModelAttribute =
  | { readonly type: 'model'; readonly properties: Readonly<Record<string, unknown>> }
  | { readonly type: 'mapsTo'; readonly properties: { readonly name: string } }
  | { readonly type: 'searchable'; readonly properties: Readonly<Record<string, unknown>> }
  | {
      readonly type: 'key';
      readonly properties: {
        /** Absent for the primary key. */
        readonly name?: string;
        readonly queryField?: string | null;
        readonly fields: readonly string[];
      };
    }
  | { readonly type: 'auth'; readonly properties: { readonly rules: readonly AuthRuleAttribute[] } };

export interface AuthRuleAttribute {
  readonly allow: 'public' | 'private' | 'owner' | 'groups' | 'custom';
  readonly provider: string;
  readonly operations: readonly string[];
  readonly ownerField?: string;
  readonly identityClaim?: string;
  readonly groups?: readonly string[];
  readonly groupsField?: string;
  readonly groupClaim?: string;
  readonly groupField?: string;
}
