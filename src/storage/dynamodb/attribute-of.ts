import type { Model } from '../../ir/data-model.ts';

/** The attribute that holds a field: of the same name, but for keys from before a `@mapsTo`. */
export function attributeOf(model: Model, field: string): string {
  return model.fields.find(({ name }) => name === field)?.attribute ?? field;
}
