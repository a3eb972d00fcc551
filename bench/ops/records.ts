/** The data of the benchmark, the same for every server: 500 authors, 10,000 posts, 50,000 comments. */
export const counts = { authors: 500, posts: 10_000, comments: 50_000 };

export type Row = Record<string, string | number | boolean>;

const statuses = ['DRAFT', 'REVIEW', 'LIVE', 'ARCHIVED'];
const times = { createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z' };

export const postId = (n: number): string => `post-${String(n).padStart(6, '0')}`;

export function* authors(): Generator<Row> {
  for (let n = 0; n < counts.authors; n++) yield { id: `author-${n}`, name: `Author ${n}`, ...times };
}

export function* posts(): Generator<Row> {
  for (let n = 0; n < counts.posts; n++) {
    yield {
      id: postId(n),
      title: `Post ${n} on a subject of some length`,
      body: `This is the body of post ${n}. `.repeat(4),
      // 125 groups of 20 in each status: an index query answers one group.
      status: `${statuses[n % 4]}-${Math.floor(n / 80)}`,
      score: (n * 7919) % 1000,
      rating: (n % 50) / 10,
      published: n % 3 === 0,
      authorId: `author-${n % counts.authors}`,
      ...times,
    };
  }
}

export function* comments(): Generator<Row> {
  for (let n = 0; n < counts.comments; n++) {
    // Twenty comments on the first thousand posts, the rest on the others: nested rows always find some.
    const post = n < 20_000 ? n % 1000 : n % counts.posts;
    yield { id: `comment-${n}`, text: `Comment ${n}, which says a little`, postId: postId(post), ...times };
  }
}
