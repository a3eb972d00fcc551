import { InvalidArgumentError } from 'commander';
import type { Rename } from '../../storage/migration-plan.ts';

/** `--rename`, which may be repeated: the arguments of commander's `option`. */
export const renameOption = [
  '--rename <change>',
  'what was renamed, as Post.title=headline or, for a model, Post=Article; may be repeated',
  (text: string, before: readonly Rename[]): readonly Rename[] => [...before, parseRename(text)],
  [] as readonly Rename[],
] as const;

const form = /^(?:(?<model>\w+)\.)?(?<from>\w+)=(?:(?<again>\w+)\.)?(?<to>\w+)$/;

function parseRename(text: string): Rename {
  const { model = null, from, again = model, to } = form.exec(text)?.groups ?? {};
  if (from === undefined || to === undefined || again !== model) {
    throw new InvalidArgumentError('Write Model.old=new for a field, Old=New for a model.');
  }
  return { model, from, to };
}
