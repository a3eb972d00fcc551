import { didYouMean } from '../../diagnostics/did-you-mean.ts';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { DataModel, Model } from '../../ir/data-model.ts';

/** How tables are called. A table is named by `names`, else as `<prefix><Model>-<apiId>-<env>`, as Amplify does. */
export interface TableNaming {
  /** What stands before the model's name; may be empty. */
  readonly prefix?: string;
  /** Id of the API in the names of Amplify. Without it names end with the model. */
  readonly apiId?: string;
  /** The environment in the names of Amplify; `NONE` unless given, as in Gen 2. */
  readonly env?: string;
  /** Whole names of tables, by model. */
  readonly names?: Readonly<Record<string, string>>;
}

/** What DynamoDB takes as the name of a table. */
const valid = /^[\w.-]{3,255}$/;

/**
 * Names of the tables, by model. With `@mapsTo`, the name a model is mapped to stands in its table's.
 *
 * @throws PreampError `table-name-missing` where nothing says how to call a table: a bare `Post` may be another's;
 *   `table-name-invalid` where DynamoDB would not take a name, or two models share one; `table-of-no-model` where a
 *   name is given for a model that is not there
 */
export function tableNames(model: DataModel, naming: TableNaming): ReadonlyMap<string, string> {
  for (const name of Object.keys(naming.names ?? {})) checkKnown(name, model);
  const names = new Map<string, string>();
  const models = new Map<string, string>();
  for (const each of model.models) {
    const name = tableName(each, naming);
    const other = models.get(name);
    if (other !== undefined) {
      throw new PreampError(
        'table-name-invalid',
        `The models ${other} and ${each.name} would share the table ${name}.`,
        {
          hint: 'Give each model a table of its own in engine.tables.',
        },
      );
    }
    models.set(name, each.name);
    names.set(each.name, name);
  }
  return names;
}

function checkKnown(name: string, { models }: DataModel): void {
  const known = models.map((each) => each.name);
  if (known.includes(name)) return;
  throw new PreampError('table-of-no-model', `A table is named for ${name}, which is no model of the schema.`, {
    hint: didYouMean(name, known) ?? 'Remove it from engine.tables, or from the mappings of the resource file.',
  });
}

function tableName(model: Model, { prefix, apiId, env = 'NONE', names = {} }: TableNaming): string {
  const given = Object.hasOwn(names, model.name) ? names[model.name] : undefined;
  if (given === undefined && prefix === undefined && apiId === undefined) {
    throw new PreampError('table-name-missing', `Nothing says how the table of the model ${model.name} is called.`, {
      hint: 'Set engine.prefix, engine.apiId or engine.tables in the configuration; an empty prefix names tables as models.',
    });
  }
  const name = given ?? `${prefix ?? ''}${model.table}${apiId === undefined ? '' : `-${apiId}-${env}`}`;
  if (valid.test(name)) return name;
  throw new PreampError('table-name-invalid', `The model ${model.name} cannot have a table called ${name}.`, {
    hint: 'Names of tables have 3 to 255 letters, digits, underscores, hyphens and dots.',
  });
}
