// Loaded with --experimental-loader, which Node 20.0 has too: makes libxmljs2 unresolvable, as where it could not be compiled.
export async function resolve(specifier, context, next) {
  if (specifier === 'libxmljs2') throw Object.assign(new Error('not installed'), { code: 'ERR_MODULE_NOT_FOUND' })
  return next(specifier, context)
}
