import type { Publication } from './change.ts';

/** The name under which subscriptions find a publication: `create:Post`, `delete:Post`, `mutation:shout`. */
export function publicationTopic(publication: Publication): string {
  return publication.kind === 'mutation'
    ? `mutation:${publication.mutation}`
    : `${publication.kind}:${publication.model}`;
}
