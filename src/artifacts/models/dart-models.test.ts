import { expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { dartModels } from './dart-models.ts';
import { fieldOrder } from './field-order.ts';

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

/** Checked once against the official generator: equal but for comments, spaces, and copies of lists that may be null. */
test('a class for each model and type, and a provider', () => {
  const files = new Map(dartModels(model!, fieldOrder(schema)).map(({ name, text }) => [name, text]));
  expect([...files.keys()]).toEqual(['Mood.dart', 'Place.dart', 'Shop.dart', 'Item.dart', 'ModelProvider.dart']);
  expect(files.get('Mood.dart')).toContain('enum Mood {\n  CALM,\n  BAD_DAY\n}\n');
  expect(files.get('Place.dart')).toContain(place);
  for (const part of shop) expect(files.get('Shop.dart')).toContain(part);
  for (const part of item) expect(files.get('Item.dart')).toContain(part);
  for (const part of provider) expect(files.get('ModelProvider.dart')).toContain(part);
});

const place = `import 'ModelProvider.dart';
import 'package:amplify_core/amplify_core.dart' as amplify_core;
import 'package:collection/collection.dart';

/** This is an auto generated class representing the Place type in your schema. */
class Place {
  final double? _lat;
  final List<String>? _tags;

  double get lat {
    try {
      return _lat!;
    } catch(e) {
      throw amplify_core.AmplifyCodeGenModelException(
        amplify_core.AmplifyExceptionMessages.codeGenRequiredFieldForceCastExceptionMessage,
        recoverySuggestion:
          amplify_core.AmplifyExceptionMessages.codeGenRequiredFieldForceCastRecoverySuggestion,
        underlyingException: e.toString()
      );
    }
  }

  List<String>? get tags {
    return _tags;
  }

  const Place._internal({required lat, tags}): _lat = lat, _tags = tags;

  factory Place({required double lat, List<String>? tags}) {
    return Place._internal(
      lat: lat,
      tags: tags != null ? List<String>.unmodifiable(tags) : tags);
  }

  bool equals(Object other) {
    return this == other;
  }

  @override
  bool operator ==(Object other) {
    if (identical(other, this)) return true;
    return other is Place &&
      _lat == other._lat &&
      DeepCollectionEquality().equals(_tags, other._tags);
  }

  @override
  int get hashCode => toString().hashCode;

  @override
  String toString() {
    var buffer = new StringBuffer();

    buffer.write("Place {");
    buffer.write("lat=" + (_lat != null ? _lat!.toString() : "null") + ", ");
    buffer.write("tags=" + (_tags != null ? _tags!.toString() : "null"));
    buffer.write("}");

    return buffer.toString();
  }

  Place copyWith({double? lat, List<String>? tags}) {
    return Place._internal(
      lat: lat ?? this.lat,
      tags: tags ?? this.tags);
  }

  Place copyWithModelFieldValues({
    ModelFieldValue<double>? lat,
    ModelFieldValue<List<String>?>? tags
  }) {
    return Place._internal(
      lat: lat == null ? this.lat : lat.value,
      tags: tags == null ? this.tags : tags.value);
  }

  Place.fromJson(Map<String, dynamic> json)
    : _lat = (json['lat'] as num?)?.toDouble(),
      _tags = json['tags']?.cast<String>();

  Map<String, dynamic> toJson() => {
    'lat': _lat,
    'tags': _tags
  };

  Map<String, Object?> toMap() => {
    'lat': _lat,
    'tags': _tags
  };

  static var schema = amplify_core.Model.defineSchema(define: (amplify_core.ModelSchemaDefinition modelSchemaDefinition) {
    modelSchemaDefinition.name = "Place";
    modelSchemaDefinition.pluralName = "Places";

    modelSchemaDefinition.addField(amplify_core.ModelFieldDefinition.customTypeField(
      fieldName: 'lat',
      isRequired: true,
      ofType: amplify_core.ModelFieldType(amplify_core.ModelFieldTypeEnum.double)
    ));

    modelSchemaDefinition.addField(amplify_core.ModelFieldDefinition.customTypeField(
      fieldName: 'tags',
      isRequired: false,
      isArray: true,
      ofType: amplify_core.ModelFieldType(amplify_core.ModelFieldTypeEnum.collection, ofModelName: amplify_core.ModelFieldTypeEnum.string.name)
    ));
  });
}
`;

const shop = [
  `class Shop extends amplify_core.Model {
  static const classType = const _ShopModelType();
  final String id;
  final List<Item>? _items;
  final String? _name;
  final amplify_core.TemporalDateTime? _createdAt;
  final amplify_core.TemporalDateTime? _updatedAt;

  @override
  getInstanceType() => classType;

  @Deprecated('Use the getter [modelIdentifier].')
  @override
  String getId() => id;

  ShopModelIdentifier get modelIdentifier {
      return ShopModelIdentifier(
        id: id
      );
  }

`,
  `  const Shop._internal({required this.id, items, required name, createdAt, updatedAt}): _items = items, _name = name, _createdAt = createdAt, _updatedAt = updatedAt;

  factory Shop({String? id, List<Item>? items, required String name}) {
    return Shop._internal(
      id: id == null ? amplify_core.UUID.getUUID() : id,
      items: items != null ? List<Item>.unmodifiable(items) : items,
      name: name);
  }

`,
  `    return other is Shop &&
      id == other.id &&
      DeepCollectionEquality().equals(_items, other._items) &&
      _name == other._name;
  }

`,
  `    buffer.write("Shop {");
    buffer.write("id=" + "$id" + ", ");
    buffer.write("name=" + "$_name" + ", ");
    buffer.write("createdAt=" + (_createdAt != null ? _createdAt!.format() : "null") + ", ");
    buffer.write("updatedAt=" + (_updatedAt != null ? _updatedAt!.format() : "null"));
    buffer.write("}");

    return buffer.toString();
  }

  Shop copyWith({List<Item>? items, String? name}) {
    return Shop._internal(
      id: id,
      items: items ?? this.items,
      name: name ?? this.name);
  }

`,
  `  Shop.fromJson(Map<String, dynamic> json)
    : id = json['id'],
      _items = json['items'] is Map
        ? (json['items']['items'] is List
          ? (json['items']['items'] as List)
              .where((e) => e != null)
              .map((e) => Item.fromJson(new Map<String, dynamic>.from(e)))
              .toList()
          : null)
        : (json['items'] is List
          ? (json['items'] as List)
              .where((e) => e?['serializedData'] != null)
              .map((e) => Item.fromJson(new Map<String, dynamic>.from(e?['serializedData'])))
              .toList()
          : null),
      _name = json['name'],
      _createdAt = json['createdAt'] != null ? amplify_core.TemporalDateTime.fromString(json['createdAt']) : null,
      _updatedAt = json['updatedAt'] != null ? amplify_core.TemporalDateTime.fromString(json['updatedAt']) : null;

  Map<String, dynamic> toJson() => {
    'id': id,
    'items': _items?.map((Item? e) => e?.toJson()).toList(),
    'name': _name,
    'createdAt': _createdAt?.format(),
    'updatedAt': _updatedAt?.format()
  };

`,
  `    modelSchemaDefinition.authRules = [
      amplify_core.AuthRule(
        authStrategy: amplify_core.AuthStrategy.OWNER,
        ownerField: "owner",
        identityClaim: "cognito:username",
        provider: amplify_core.AuthRuleProvider.USERPOOLS,
        operations: const [
          amplify_core.ModelOperation.CREATE,
          amplify_core.ModelOperation.UPDATE,
          amplify_core.ModelOperation.DELETE,
          amplify_core.ModelOperation.READ
        ]),
      amplify_core.AuthRule(
        authStrategy: amplify_core.AuthStrategy.PUBLIC,
        provider: amplify_core.AuthRuleProvider.APIKEY,
        operations: const [
          amplify_core.ModelOperation.READ
        ])
    ];

    modelSchemaDefinition.indexes = [
      amplify_core.ModelIndex(fields: const ["name"], name: "byName")
    ];

    modelSchemaDefinition.addField(amplify_core.ModelFieldDefinition.id());

    modelSchemaDefinition.addField(amplify_core.ModelFieldDefinition.hasMany(
      key: Shop.ITEMS,
      isRequired: false,
      ofModelName: 'Item',
      associatedKey: Item.SHOP
    ));

    modelSchemaDefinition.addField(amplify_core.ModelFieldDefinition.field(
      key: Shop.NAME,
      isRequired: true,
      ofType: amplify_core.ModelFieldType(amplify_core.ModelFieldTypeEnum.string)
    ));

`,
];

const item = [
  `  ItemModelIdentifier get modelIdentifier {
    try {
      return ItemModelIdentifier(
        code: _code!,
        nr: _nr!
      );
`,
  `  Item copyWith({Shop? shop, Mood? mood, Place? place, List<amplify_core.TemporalDate>? seen, amplify_core.TemporalTimestamp? at}) {
    return Item._internal(
      code: code,
      nr: nr,
      shop: shop ?? this.shop,
      mood: mood ?? this.mood,
      place: place ?? this.place,
      seen: seen ?? this.seen,
      at: at ?? this.at);
  }

`,
  `  Item.fromJson(Map<String, dynamic> json)
    : _code = json['code'],
      _nr = (json['nr'] as num?)?.toInt(),
      _shop = json['shop'] != null
        ? json['shop']['serializedData'] != null
          ? Shop.fromJson(new Map<String, dynamic>.from(json['shop']['serializedData']))
          : Shop.fromJson(new Map<String, dynamic>.from(json['shop']))
        : null,
      _mood = amplify_core.enumFromString<Mood>(json['mood'], Mood.values),
      _place = json['place'] != null
        ? json['place']['serializedData'] != null
          ? Place.fromJson(new Map<String, dynamic>.from(json['place']['serializedData']))
          : Place.fromJson(new Map<String, dynamic>.from(json['place']))
        : null,
      _seen = (json['seen'] as List?)?.map((e) => amplify_core.TemporalDate.fromString(e)).toList(),
      _at = json['at'] != null ? amplify_core.TemporalTimestamp.fromSeconds(json['at']) : null,
      _createdAt = json['createdAt'] != null ? amplify_core.TemporalDateTime.fromString(json['createdAt']) : null,
      _updatedAt = json['updatedAt'] != null ? amplify_core.TemporalDateTime.fromString(json['updatedAt']) : null;

  Map<String, dynamic> toJson() => {
    'code': _code,
    'nr': _nr,
    'shop': _shop?.toJson(),
    'mood': amplify_core.enumToString(_mood),
    'place': _place?.toJson(),
    'seen': _seen?.map((e) => e.format()).toList(),
    'at': _at?.toSeconds(),
    'createdAt': _createdAt?.format(),
    'updatedAt': _updatedAt?.format()
  };

`,
  `  static final CODE = amplify_core.QueryField(fieldName: "code");
  static final NR = amplify_core.QueryField(fieldName: "nr");
  static final SHOP = amplify_core.QueryField(
    fieldName: "shop",
    fieldType: amplify_core.ModelFieldType(amplify_core.ModelFieldTypeEnum.model, ofModelName: 'Shop'));
  static final MOOD = amplify_core.QueryField(fieldName: "mood");
  static final PLACE = amplify_core.QueryField(fieldName: "place");
  static final SEEN = amplify_core.QueryField(fieldName: "seen");
  static final AT = amplify_core.QueryField(fieldName: "at");
`,
  `    modelSchemaDefinition.indexes = [
      amplify_core.ModelIndex(fields: const ["code", "nr"], name: null)
    ];

    modelSchemaDefinition.addField(amplify_core.ModelFieldDefinition.field(
      key: Item.CODE,
      isRequired: true,
      ofType: amplify_core.ModelFieldType(amplify_core.ModelFieldTypeEnum.string)
    ));

    modelSchemaDefinition.addField(amplify_core.ModelFieldDefinition.field(
      key: Item.NR,
      isRequired: true,
      ofType: amplify_core.ModelFieldType(amplify_core.ModelFieldTypeEnum.int)
    ));

    modelSchemaDefinition.addField(amplify_core.ModelFieldDefinition.belongsTo(
      key: Item.SHOP,
      isRequired: false,
      targetNames: ['shopId'],
      ofModelName: 'Shop'
    ));

    modelSchemaDefinition.addField(amplify_core.ModelFieldDefinition.field(
      key: Item.MOOD,
      isRequired: false,
      ofType: amplify_core.ModelFieldType(amplify_core.ModelFieldTypeEnum.enumeration)
    ));

    modelSchemaDefinition.addField(amplify_core.ModelFieldDefinition.embedded(
      fieldName: 'place',
      isRequired: false,
      ofType: amplify_core.ModelFieldType(amplify_core.ModelFieldTypeEnum.embedded, ofCustomTypeName: 'Place')
    ));

    modelSchemaDefinition.addField(amplify_core.ModelFieldDefinition.field(
      key: Item.SEEN,
      isRequired: false,
      isArray: true,
      ofType: amplify_core.ModelFieldType(amplify_core.ModelFieldTypeEnum.collection, ofModelName: amplify_core.ModelFieldTypeEnum.date.name)
    ));

    modelSchemaDefinition.addField(amplify_core.ModelFieldDefinition.field(
      key: Item.AT,
      isRequired: false,
      ofType: amplify_core.ModelFieldType(amplify_core.ModelFieldTypeEnum.timestamp)
    ));

`,
  `class ItemModelIdentifier implements amplify_core.ModelIdentifier<Item> {
  final String code;
  final int nr;

  const ItemModelIdentifier({required this.code, required this.nr});

  @override
  Map<String, dynamic> serializeAsMap() => (<String, dynamic>{
    'code': code,
    'nr': nr
  });

`,
];

const provider = [
  `import 'package:amplify_core/amplify_core.dart' as amplify_core;
import 'Shop.dart';
import 'Item.dart';
import 'Place.dart';

export 'Item.dart';
export 'Mood.dart';
export 'Place.dart';
export 'Shop.dart';

`,
  `  List<amplify_core.ModelSchema> modelSchemas = [Shop.schema, Item.schema];`,
  `      case "Item":\n        return Item.classType;`,
];
