import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { fieldOrder } from '../../src/artifacts/models/field-order.ts';
import { javaModels } from '../../src/artifacts/models/java-models.ts';
import { compileModel } from './start-backend.ts';

/** Generated models for Android, compiled and run by a JDK against stand-ins for the classes of Amplify they name. */

const schema = /* GraphQL */ `
  enum Mood { CALM WILD }
  type Place { name: String! lats: [Float!] seen: AWSDate }
  type Blog @model @auth(rules: [{ allow: public }]) {
    id: ID!
    name: String!
    posts: [Post] @hasMany(references: ["blogId"])
    cover: Cover @hasOne(references: ["blogId"])
  }
  type Cover @model @auth(rules: [{ allow: groups, groups: ["Admins"] }]) {
    id: ID!
    blogId: ID
    blog: Blog @belongsTo(references: ["blogId"])
  }
  type Post @model @auth(rules: [{ allow: owner }, { allow: public, operations: [read] }]) {
    blogId: ID
    blog: Blog @belongsTo(references: ["blogId"])
    title: String! @index(name: "byTitle", queryField: "postsByTitle")
    first_rank: Int
    tags: [String!]!
    mood: Mood
    place: Place
    at: AWSTimestamp
  }
  type Step @model @auth(rules: [{ allow: public }]) {
    trail: ID! @primaryKey(sortKeyFields: ["day"])
    day: Int!
    note: String
  }
`;

const core = 'com.amplifyframework.core.model';
const annotation = (name: string, members: string) =>
  [`${core}.annotations`, `@interface ${name} { ${members} }`] as const;
const stubs: readonly (readonly [packageName: string, declaration: string])[] = [
  [
    'androidx.core.util',
    'class ObjectsCompat { public static boolean equals(Object a, Object b) { return java.util.Objects.equals(a, b); } }',
  ],
  ['androidx.annotation', '@interface NonNull {}'],
  ['androidx.annotation', '@interface Nullable {}'],
  [
    'com.amplifyframework.util',
    'class Immutable { public static <T> java.util.Set<T> of(java.util.Set<T> s) { return s; } }',
  ],
  [core, 'interface Model { enum Type { USER } java.io.Serializable resolveIdentifier(); }'],
  [
    core,
    'class ModelIdentifier<T extends Model> implements java.io.Serializable { protected ModelIdentifier(java.io.Serializable key, java.io.Serializable... sort) {} }',
  ],
  [core, 'interface ModelProvider { java.util.Set<Class<? extends Model>> models(); String version(); }'],
  [core, 'interface ModelList<T extends Model> {}'],
  [core, 'interface ModelReference<T extends Model> {}'],
  [
    core,
    'class LoadedModelReferenceImpl<T extends Model> implements ModelReference<T> { public final T value; public LoadedModelReferenceImpl(T value) { this.value = value; } }',
  ],
  [core, 'interface PropertyPath {}'],
  [
    core,
    'class ModelPath<T extends Model> implements PropertyPath { protected ModelPath(String name, boolean isCollection, PropertyPath parent, Class<T> type) {} }',
  ],
  [core, 'enum AuthStrategy { OWNER, GROUPS, PRIVATE, PUBLIC }'],
  [core, 'enum ModelOperation { CREATE, UPDATE, DELETE, READ }'],
  [
    `${core}.temporal`,
    'class Temporal { public static class Date {} public static class DateTime {} public static class Time {} public static class Timestamp {} }',
  ],
  [
    `${core}.query.predicate`,
    'class QueryField { public static QueryField field(String model, String name) { return new QueryField(); } }',
  ],
  annotation(
    'ModelField',
    'String targetType(); boolean isRequired() default false; boolean isReadOnly() default false;',
  ),
  annotation('BelongsTo', 'String targetName(); String[] targetNames(); Class<?> type();'),
  annotation('HasMany', 'String associatedWith(); Class<?> type();'),
  annotation('HasOne', 'String associatedWith(); String[] targetNames() default {}; Class<?> type();'),
  annotation('Indexes', 'Index[] value();'),
  [
    `${core}.annotations`,
    '@java.lang.annotation.Repeatable(Indexes.class) @interface Index { String name(); String[] fields(); }',
  ],
  annotation(
    'AuthRule',
    `${core}.AuthStrategy allow(); String ownerField() default ""; String identityClaim() default ""; String groupClaim() default ""; String[] groups() default {}; String groupsField() default ""; String provider(); ${core}.ModelOperation[] operations();`,
  ),
  annotation(
    'ModelConfig',
    `String pluralName(); ${core}.Model.Type type(); int version(); AuthRule[] authRules() default {}; boolean hasLazySupport();`,
  ),
];

const use = `
import com.amplifyframework.datastore.generated.model.*;
import java.util.List;
@SuppressWarnings("deprecation")
public class Use {
  public static void main(String[] args) {
    Blog blog = Blog.builder().name("B").build();
    Place place = Place.builder().name("P").lats(List.of(1.5)).build();
    Post post = Post.builder().title("T").tags(List.of("x")).blog(blog).firstRank(1).mood(Mood.WILD).place(place).id("p1").build();
    Post next = post.copyOfBuilder().title("U").build();
    Step step = Step.builder().trail("t").day(2).build();
    System.out.println(post.getTitle() + next.getTitle() + next.getFirstRank() + next.getMood() + next.getPlace().getLats());
    System.out.println(post.equals(next) + " " + post.equals(post.copyOfBuilder().build()) + " " + next.resolveIdentifier());
    System.out.println(step.resolveIdentifier().getClass().getSimpleName() + " " + step.getDay() + " " + step.getCreatedAt());
    System.out.println(Blog.justId("b9").getId() + " " + Post.rootPath.getBlog().getPosts().getClass().getSimpleName());
    System.out.println(AmplifyModelProvider.getInstance().models().size() + " " + AmplifyModelProvider.getInstance().version().length());
    System.out.println(blog.toString());
    try {
      Blog.builder().name(null);
    } catch (NullPointerException required) {
      System.out.println("required");
    }
  }
}
`;

const hasJdk = spawnSync('javac', ['-version']).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'java-models-'));
afterAll(() => rmSync(folder, { recursive: true }));

it.skipIf(!hasJdk)(
  'compile, build and copy (needs a JDK)',
  () => {
    const files = [
      ...javaModels(compileModel(schema), fieldOrder(schema)),
      ...stubs.map(([packageName, declaration]) => {
        const [, name] = /(?:class|@?interface|enum) (\w+)/.exec(declaration)!;
        return {
          name: `${packageName.replaceAll('.', '/')}/${name}.java`,
          text: `package ${packageName};\n${declaration.replace(/((?:final )?class|@interface|interface|enum) /, 'public $1 ')}\n`,
        };
      }),
      { name: 'Use.java', text: use },
    ];
    for (const { name, text } of files) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const sources = files.map(({ name }) => join(folder, name));
    const compiled = spawnSync('javac', ['-nowarn', '-Xlint:none', '-d', join(folder, 'out'), ...sources], {
      encoding: 'utf8',
    });
    expect(compiled.status, compiled.stderr).toBe(0);
    const ran = spawnSync('java', ['-cp', join(folder, 'out'), 'Use'], { encoding: 'utf8' });
    expect(ran.status, ran.stderr).toBe(0);
    expect(ran.stdout.trim().split('\n')).toEqual([
      'TU1WILD[1.5]',
      'false true p1',
      'StepIdentifier 2 null',
      'b9 PostPath',
      '4 32',
      expect.stringMatching(/^Blog \{id=[0-9a-f-]{36}, name=B, createdAt=null, updatedAt=null\}$/),
      'required',
    ]);
  },
  120_000,
);
