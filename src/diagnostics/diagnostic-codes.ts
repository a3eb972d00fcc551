/** What is fixed about a finding, whatever the schema: see `docs/reference/diagnostics.md` for meaning and remedy. */
export interface DiagnosticKind {
  /** Class of the official compiler's error; `Error` where it throws a plain one. */
  readonly name:
    | 'GraphQLError'
    | 'SchemaValidationError'
    | 'InvalidDirectiveError'
    | 'InvalidTransformerError'
    | 'UnknownDirectiveError'
    | 'TransformerContractError'
    | 'DuplicateIndexName'
    | 'Error';
  readonly severity: 'error' | 'warning';
}

const schema: DiagnosticKind = { name: 'SchemaValidationError', severity: 'error' };
const syntax: DiagnosticKind = { name: 'GraphQLError', severity: 'error' };
const directive: DiagnosticKind = { name: 'InvalidDirectiveError', severity: 'error' };
const unknown: DiagnosticKind = { name: 'UnknownDirectiveError', severity: 'error' };
const transformer: DiagnosticKind = { name: 'InvalidTransformerError', severity: 'error' };
const contract: DiagnosticKind = { name: 'TransformerContractError', severity: 'error' };
const duplicateIndex: DiagnosticKind = { name: 'DuplicateIndexName', severity: 'error' };
const plain: DiagnosticKind = { name: 'Error', severity: 'error' };
const warning: DiagnosticKind = { name: 'Error', severity: 'warning' };

/** Every code the compiler reports. A code never changes its meaning and is never used again. */
export const diagnosticCodes = {
  'syntax-error': syntax,
  'graphql-invalid': schema,
  'type-duplicate': schema,
  'executable-definition': plain,
  'empty-schema': plain,
  'extension-without-definition': plain,
  'extension-redeclares-member': plain,
  'extension-directive-unsupported': directive,
  'extension-field-directive-unsupported': transformer,
  'root-type-renamed': plain,
  'custom-scalar': plain,
  'directive-meaningless': unknown,
  'directive-unsupported': directive,
  'directive-outdated': schema,

  'model-name-reserved': directive,
  'maps-to-not-model': directive,
  'maps-to-taken': directive,
  'refers-to-not-model': directive,
  'refers-to-sql-only': plain,
  'timestamp-type': warning,
  'custom-type-not-storable': plain,

  'primary-key-not-model': directive,
  'primary-key-duplicate': directive,
  'primary-key-nullable': directive,
  'primary-key-not-scalar': directive,
  'primary-key-sort-field-missing': directive,
  'primary-key-sort-field-not-scalar': directive,
  'primary-key-owner-field': directive,
  'key-self-reference': directive,
  'key-boolean': plain,
  'sort-key-boolean': directive,
  'key-not-stored': directive,

  'index-not-model': directive,
  'index-name-null': plain,
  'index-name-invalid': plain,
  'index-name-duplicate': directive,
  'index-default-name-duplicate': duplicateIndex,
  'index-same-as-primary-key': directive,
  'index-not-scalar': directive,
  'index-sort-field-missing': directive,
  'index-sort-field-not-scalar': directive,
  'index-projection-incomplete': plain,
  'index-projection-field-missing': warning,

  'relation-not-on-model': directive,
  'relation-to-non-model': directive,
  'relation-needs-list': directive,
  'relation-is-list': directive,
  'relation-fields-and-references': directive,
  'relation-empty-fields': directive,
  'relation-empty-references': directive,
  'relation-field-missing': directive,
  'relation-field-not-scalar': directive,
  'relation-field-type-mismatch': directive,
  'relation-partial-sort-key': directive,
  'relation-index-missing': directive,
  'relation-index-with-references': plain,
  'relation-references-count': directive,
  'relation-references-type-mismatch': directive,
  'relation-references-nullability': directive,
  'relation-required': directive,
  'relation-one-sided': directive,
  'relation-belongs-to-unmatched': directive,
  'relation-override-index-name': directive,
  'relation-limit': directive,
  'relation-missing': warning,
  'many-to-many-needs-list': directive,
  'many-to-many-count': directive,
  'many-to-many-mismatch': directive,
  'many-to-many-name-taken': directive,

  'auth-not-on-model': contract,
  'auth-on-interface-field': directive,
  'auth-empty-rules': directive,
  'auth-provider-strategy': directive,
  'auth-provider-missing': directive,
  'auth-groups-missing': directive,
  'auth-groups-and-groups-field': directive,
  'auth-groups-empty': directive,
  'auth-identity-claim-misplaced': directive,
  'auth-group-claim-misplaced': directive,
  'auth-read-and-part': directive,
  'auth-operation-at-field': directive,
  'auth-operations-on-operation': directive,
  'auth-operations-on-type': directive,
  'auth-duplicate-role': directive,
  'auth-required-field': directive,
  'auth-dynamic-rule-dropped': warning,
  'auth-claim-missing': warning,
  'auth-field-type': warning,

  'default-not-model': directive,
  'default-not-scalar': directive,
  'default-value-missing': directive,
  'default-value-null': directive,
  'default-not-enum-member': directive,
  'default-invalid-value': directive,

  'validate-not-model': directive,
  'validate-on-list': directive,
  'validate-before-default': directive,
  'validate-duplicate': directive,
  'validate-wrong-type': directive,
  'validate-invalid-value': directive,

  'function-event-parent': directive,
  'function-event-return-type': directive,
  'function-event-response-shape': directive,
  'http-url-scheme': contract,
  'searchable-not-model': directive,
  'subscribe-not-subscription': plain,
  'subscribe-unknown-mutation': warning,
  'global-auth-rule-invalid': plain,

  'query-missing': warning,
  'name-invalid': plain,
  'type-name-taken': plain,
  'root-field-conflict': plain,
  'table-conflict': plain,
  'operation-without-handler': warning,
  'index-limit': warning,

  'builder-name-collision': plain,
  'builder-value': plain,
  'builder-ref-unknown': plain,
  'builder-ref-model': plain,
  'builder-ref-kind': plain,
  'builder-model-without-rules': plain,
  'builder-identifier-missing': plain,
  'builder-identifier-nullable': plain,
  'builder-index-field-missing': plain,
  'builder-index-ref': plain,
  'builder-implied-field': plain,
  'builder-relation-target': plain,
  'builder-relation-one-sided': plain,
  'builder-relation-ambiguous': plain,
  'builder-reference-missing': plain,
  'builder-reference-count': plain,
  'builder-reference-type': plain,
  'builder-generated-default': plain,
  'builder-enum-whitespace': plain,
  'builder-operation-incomplete': plain,
  'builder-operation-without-type': plain,
  'builder-handlers-mixed': plain,
  'builder-function-invalid': plain,
  'builder-argument-ref': plain,
  'builder-argument-type': plain,
  'builder-return-type': plain,
  'builder-subscription-source': plain,
  'builder-native-auth': plain,
  'builder-sql': plain,
  'builder-handler-entry': plain,
  'builder-ai-invalid': plain,
  'builder-ai-refused': plain,
  'builder-ai-left-out': warning,
} as const satisfies Readonly<Record<string, DiagnosticKind>>;

export type DiagnosticCode = keyof typeof diagnosticCodes;
