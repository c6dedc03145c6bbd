/** Guests of a running libvirt when their host stops and starts: plans as data, what carries them out, and the record. */
export * from './execute.js'
export * from './guest.js'
export * from './hypervisor.js'
export * from './plan.js'
export * from './plan-start.js'
export * from './plan-stop.js'
export * from './record.js'
export * from './run.js'
