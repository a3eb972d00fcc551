import { expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { fieldOrder } from './field-order.ts';
import { swiftModels } from './swift-models.ts';

const schema = `
enum Mood { CALM BAD_DAY }
type Place { lat: Float! tags: [String!] }
type Shop @model @auth(rules: [{ allow: owner, provider: userPools }, { allow: public, provider: apiKey, operations: [read] }]) {
  items: [Item] @hasMany(references: ["shopId"])
  name: String! @index(name: "byName", queryField: "shopsByName")
}
type Item @model @auth(rules: [{ allow: groups, groups: ["Staff"], provider: userPools }]) {
  code: ID! @primaryKey(sortKeyFields: ["nr"])
  nr: Int!
  shopId: ID
  shop: Shop @belongsTo(references: ["shopId"])
  mood: Mood
  place: Place
  seen: [AWSDate]
  at: AWSTimestamp
}
`;
const { model } = compile([{ file: 'schema.graphql', text: schema }]);

/** Checked once against the official generator: equal but for spaces, and lists whose elements may be null. */
test('a structure and a schema for each model and type, cases for enums, and a registration', () => {
  const files = new Map(swiftModels(model!, fieldOrder(schema)).map(({ name, text }) => [name, text]));
  expect([...files.keys()]).toEqual([
    'Mood.swift',
    'Place.swift',
    'Place+Schema.swift',
    'Shop.swift',
    'Shop+Schema.swift',
    'Item.swift',
    'Item+Schema.swift',
    'AmplifyModels.swift',
  ]);
  expect(files.get('Mood.swift')).toContain(mood);
  expect(files.get('Place.swift')).toContain(place);
  expect(files.get('Shop.swift')).toContain(shop);
  expect(files.get('Shop+Schema.swift')).toContain(shopFields);
  expect(files.get('Item.swift')).toBe(item);
  expect(files.get('Item+Schema.swift')).toBe(itemSchema);
  expect(files.get('AmplifyModels.swift')).toContain('ModelRegistry.register(modelType: Item.self)');
});

const mood = `public enum Mood: String, EnumPersistable {
  case calm = "CALM"
  case badDay = "BAD_DAY"
}
`;

const place = `public struct Place: Embeddable {
  var lat: Double
  var tags: [String]?
}
`;

const shop = `public struct Shop: Model {
  public let id: String
  public var items: List<Item>?
  public var name: String
  public var createdAt: Temporal.DateTime?
  public var updatedAt: Temporal.DateTime?

  public init(id: String = UUID().uuidString,
      items: List<Item>? = [],
      name: String) {
    self.init(id: id,
      items: items,
      name: name,
      createdAt: nil,
      updatedAt: nil)
  }
`;

const shopFields = `    model.authRules = [
      rule(allow: .owner, ownerField: "owner", identityClaim: "cognito:username", provider: .userPools, operations: [.create, .update, .delete, .read]),
      rule(allow: .public, provider: .apiKey, operations: [.read])
    ]

    model.listPluralName = "Shops"
    model.syncPluralName = "Shops"

    model.attributes(
      .index(fields: ["name"], name: "byName"),
      .primaryKey(fields: [shop.id])
    )

    model.fields(
      .field(shop.id, is: .required, ofType: .string),
      .hasMany(shop.items, is: .optional, ofType: Item.self, associatedFields: [Item.keys.shop]),
      .field(shop.name, is: .required, ofType: .string),
      .field(shop.createdAt, is: .optional, isReadOnly: true, ofType: .dateTime),
      .field(shop.updatedAt, is: .optional, isReadOnly: true, ofType: .dateTime)
    )
  }
`;

const item = `// swiftlint:disable all
import Amplify
import Foundation

public struct Item: Model {
  public let code: String
  public let nr: Int
  internal var _shop: LazyReference<Shop>
  public var shop: Shop? {
    get async throws {
      try await _shop.get()
    }
  }
  public var mood: Mood?
  public var place: Place?
  public var seen: [Temporal.Date?]?
  public var at: Int?
  public var createdAt: Temporal.DateTime?
  public var updatedAt: Temporal.DateTime?

  public init(code: String,
      nr: Int,
      shop: Shop? = nil,
      mood: Mood? = nil,
      place: Place? = nil,
      seen: [Temporal.Date?]? = nil,
      at: Int? = nil) {
    self.init(code: code,
      nr: nr,
      shop: shop,
      mood: mood,
      place: place,
      seen: seen,
      at: at,
      createdAt: nil,
      updatedAt: nil)
  }
  internal init(code: String,
      nr: Int,
      shop: Shop? = nil,
      mood: Mood? = nil,
      place: Place? = nil,
      seen: [Temporal.Date?]? = nil,
      at: Int? = nil,
      createdAt: Temporal.DateTime? = nil,
      updatedAt: Temporal.DateTime? = nil) {
    self.code = code
    self.nr = nr
    self._shop = LazyReference(shop)
    self.mood = mood
    self.place = place
    self.seen = seen
    self.at = at
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }
  public mutating func setShop(_ shop: Shop? = nil) {
    self._shop = LazyReference(shop)
  }
  public init(from decoder: Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    code = try values.decode(String.self, forKey: .code)
    nr = try values.decode(Int.self, forKey: .nr)
    _shop = try values.decodeIfPresent(LazyReference<Shop>.self, forKey: .shop) ?? LazyReference(identifiers: nil)
    mood = try? values.decode(Mood?.self, forKey: .mood)
    place = try? values.decode(Place?.self, forKey: .place)
    seen = try? values.decode([Temporal.Date?]?.self, forKey: .seen)
    at = try? values.decode(Int?.self, forKey: .at)
    createdAt = try? values.decode(Temporal.DateTime?.self, forKey: .createdAt)
    updatedAt = try? values.decode(Temporal.DateTime?.self, forKey: .updatedAt)
  }
  public func encode(to encoder: Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(code, forKey: .code)
    try container.encode(nr, forKey: .nr)
    try container.encode(_shop, forKey: .shop)
    try container.encode(mood, forKey: .mood)
    try container.encode(place, forKey: .place)
    try container.encode(seen, forKey: .seen)
    try container.encode(at, forKey: .at)
    try container.encode(createdAt, forKey: .createdAt)
    try container.encode(updatedAt, forKey: .updatedAt)
  }
}
`;

const itemSchema = `// swiftlint:disable all
import Amplify
import Foundation

extension Item {
  // MARK: - CodingKeys
  public enum CodingKeys: String, ModelKey {
    case code
    case nr
    case shop
    case mood
    case place
    case seen
    case at
    case createdAt
    case updatedAt
  }

  public static let keys = CodingKeys.self
  // MARK: - ModelSchema

  public static let schema = defineSchema { model in
    let item = Item.keys

    model.authRules = [
      rule(allow: .groups, groupClaim: "cognito:groups", groups: ["Staff"], provider: .userPools, operations: [.create, .update, .delete, .read])
    ]

    model.listPluralName = "Items"
    model.syncPluralName = "Items"

    model.attributes(
      .index(fields: ["code", "nr"], name: nil),
      .primaryKey(fields: [item.code, item.nr])
    )

    model.fields(
      .field(item.code, is: .required, ofType: .string),
      .field(item.nr, is: .required, ofType: .int),
      .belongsTo(item.shop, is: .optional, ofType: Shop.self, targetNames: ["shopId"]),
      .field(item.mood, is: .optional, ofType: .enum(type: Mood.self)),
      .field(item.place, is: .optional, ofType: .embedded(type: Place.self)),
      .field(item.seen, is: .optional, ofType: .embeddedCollection(of: Temporal.Date.self)),
      .field(item.at, is: .optional, ofType: .int),
      .field(item.createdAt, is: .optional, isReadOnly: true, ofType: .dateTime),
      .field(item.updatedAt, is: .optional, isReadOnly: true, ofType: .dateTime)
    )
  }
  public class Path: ModelPath<Item> { }

  public static var rootPath: PropertyContainerPath? { Path() }
}

extension Item: ModelIdentifiable {
  public typealias IdentifierFormat = ModelIdentifierFormat.Custom
  public typealias IdentifierProtocol = ModelIdentifier<Self, ModelIdentifierFormat.Custom>
}

extension Item.IdentifierProtocol {
  public static func identifier(code: String,
      nr: Int) -> Self {
    .make(fields: [(name: "code", value: code), (name: "nr", value: nr)])
  }
}

extension ModelPath where ModelType == Item {
  public var code: FieldPath<String> {
    string("code")
  }
  public var nr: FieldPath<Int> {
    int("nr")
  }
  public var shop: ModelPath<Shop> {
    Shop.Path(name: "shop", parent: self)
  }
  public var seen: FieldPath<Temporal.Date> {
    date("seen")
  }
  public var at: FieldPath<Int> {
    int("at")
  }
  public var createdAt: FieldPath<Temporal.DateTime> {
    datetime("createdAt")
  }
  public var updatedAt: FieldPath<Temporal.DateTime> {
    datetime("updatedAt")
  }
}
`;
