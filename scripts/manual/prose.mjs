/** What the man page says beyond the program's own help. */

export const DESCRIPTION = [
  `When a hypervisor host stops and starts, what happens to each of its virtual machines? Hyper-V has an answer per
  machine. libvirt has one boolean for the start and nothing for the stop. virt-lifecycle proposes two elements of libvirt's
  domain XML, <on_hoststart> and <on_hoststop>; translates them to and from Hyper-V's settings; validates domain XML as
  libvirt would; and stops and starts the guests of today's libvirt as their settings say.`,
  `Results go to standard output, messages to standard error. An input is a file, a directory (the *.xml files in it and
  below), or a quoted glob pattern; without one, or with "-", standard input is read. Every message has a code, such as VL203,
  which docs/diagnostics.md explains.`,
]

export const EXIT_STATUS = [
  ['0', 'All is well.'],
  ['1', 'Something was found in an input.'],
  ['2', 'The program could not run: wrong options, or files that cannot be read or written.'],
  ['130, 143', 'The run was ended by SIGINT or SIGTERM. Files have either their old or their new content.'],
]

export const ENVIRONMENT = [
  ['LIBVIRT_SCHEMAS', "The directory with libvirt's schemas that --schema auto uses."],
  ['LIBVIRT_DEFAULT_URI', 'The connection that virsh uses if no other is named.'],
  [
    'XDG_CACHE_HOME',
    'Where the cache is kept, in virt-lifecycle/. By default ~/.cache; on Windows, LOCALAPPDATA says.',
  ],
  ['XDG_STATE_HOME', 'Where the record of active guests is kept, except for root. By default ~/.local/state.'],
  ['XDG_CONFIG_HOME', "Where libvirt's settings for the connection qemu:///session are. By default ~/.config."],
  ['NO_COLOR', 'If set, nothing is coloured. Nor is it if TERM is "dumb".'],
  [
    'GITHUB_ACTIONS',
    'If "true", validate prints workflow commands after its text, and appends a summary to the file that GITHUB_STEP_SUMMARY names.',
  ],
  ['GITLAB_CI', 'If "true", validate also writes gl-code-quality-report.json.'],
  ['GITHUB_WORKSPACE, CI_PROJECT_DIR', 'The root of the repository, which paths in reports are relative to.'],
  ['NODE_DISABLE_COMPILE_CACHE', 'If 1, Node keeps no compiled code in the cache.'],
  ['VIRT_LIFECYCLE_DEBUG', 'If set, an internal error says where in the program it happened.'],
]

export const FILES = [
  ['virt-lifecycle.config.json', 'The configuration of validate and lsp, in the working directory or one above it.'],
  [
    '~/.cache/virt-lifecycle/',
    'What earlier runs learned about schemas. It has no text of documents, and can be removed.',
  ],
  ['/usr/share/libvirt/schemas/', "libvirt's schemas, unless LIBVIRT_SCHEMAS names others."],
  [
    '/var/lib/virt-lifecycle/guests-URI.json',
    'Which guests were active when the host stopped. For users other than root, in ~/.local/state/virt-lifecycle/.',
  ],
  [
    '/etc/systemd/system/virt-lifecycle-guests.service, /etc/systemd/system/virt-lifecycle-guests-start.service',
    'The units that guests install makes.',
  ],
  ['/etc/libvirt/hooks/DRIVER.d/virt-lifecycle', 'The hook that guests install makes.'],
]

export const SEE_ALSO = {
  pages: ['virsh(1)', 'virt-xml-validate(1)', 'libvirt-guests(8)', 'xmllint(1)'],
  more: `The package has all pages of the documentation in docs/: a tutorial, guides, every option with an example, every
  diagnostic with its cure.`,
}
