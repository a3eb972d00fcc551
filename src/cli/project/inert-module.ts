/**
 * Source of a CommonJS module that stands for a cloud-only package (`aws-cdk-lib`). Everything it exports can be called,
 * constructed, extended, read and iterated, and does nothing: such code tunes cloud resources that do not exist here.
 */
export function inertModuleSource(name: string): string {
  return `${runtime}\nmodule.exports = inert(${JSON.stringify(name)}, true);\n`;
}

/**
 * `reserved` are names that a bundler, `await` or a serializer asks for, which must not look like exports. Bundlers copy
 * a module by creating an object on its prototype: only a module's own proxy therefore has a prototype that answers,
 * every other one ends the chain, so that `instanceof` does.
 */
const runtime = `
const reserved = new Set(['then', '__esModule', 'toJSON']);
function inert(path, isModule) {
  const target = function () {};
  delete target.name;
  delete target.length;
  const get = (_, key) => {
    if (Object.hasOwn(target, key)) return target[key];
    if (key === Symbol.toPrimitive || key === 'toString') return () => '[' + path + ']';
    if (key === Symbol.iterator) return function* () {};
    if (typeof key === 'symbol' || reserved.has(key)) return undefined;
    return (target[key] = inert(path + '.' + key));
  };
  const face = new Proxy({}, { get, getPrototypeOf: () => null });
  return new Proxy(target, {
    get,
    has: (_, key) => typeof key === 'string' && !reserved.has(key),
    apply: () => inert(path + '()'),
    construct: () => inert('new ' + path),
    getPrototypeOf: () => (isModule ? face : null),
  });
}
`;
