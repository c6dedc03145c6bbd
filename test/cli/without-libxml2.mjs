// Loaded with --experimental-loader, which Node 20.0 has too: makes the packages of libxml2 unresolvable, as
// where they could not be installed.
export async function resolve(specifier, context, next) {
  if (['libxmljs2', 'libxml2-wasm'].includes(specifier))
    throw Object.assign(new Error('not installed'), { code: 'ERR_MODULE_NOT_FOUND' })
  return next(specifier, context)
}
