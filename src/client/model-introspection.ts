/** The part of `model_introspection` that the client reads. Written by `preamp sandbox` and by `ampx` alike. */
export interface ModelIntrospection {
  readonly models: Readonly<Record<string, IntrospectedModel>>;
  readonly nonModels?: Readonly<Record<string, { readonly fields: Readonly<Record<string, IntrospectedField>> }>>;
  readonly enums?: Readonly<Record<string, { readonly values: readonly string[] }>>;
  readonly queries?: Readonly<Record<string, IntrospectedOperation>>;
  readonly mutations?: Readonly<Record<string, IntrospectedOperation>>;
  readonly subscriptions?: Readonly<Record<string, IntrospectedOperation>>;
}

export interface IntrospectedModel {
  readonly name: string;
  readonly pluralName: string;
  readonly fields: Readonly<Record<string, IntrospectedField>>;
  readonly attributes?: readonly { readonly type: string; readonly properties?: Readonly<Record<string, unknown>> }[];
  readonly primaryKeyInfo: { readonly primaryKeyFieldName: string; readonly sortKeyFieldNames: readonly string[] };
}

export type IntrospectedType =
  | string
  | { readonly enum: string }
  | { readonly model: string }
  | { readonly nonModel: string }
  | { readonly input: string };

export interface IntrospectedField {
  readonly name: string;
  readonly type: IntrospectedType;
  readonly isArray: boolean;
  readonly isRequired: boolean;
  readonly isArrayNullable?: boolean;
  readonly isReadOnly?: boolean;
  readonly association?: {
    readonly connectionType: 'HAS_MANY' | 'HAS_ONE' | 'BELONGS_TO';
    readonly associatedWith?: readonly string[];
    readonly targetNames?: readonly string[];
  };
}

export interface IntrospectedOperation extends IntrospectedField {
  readonly arguments?: Readonly<Record<string, IntrospectedField>>;
}
