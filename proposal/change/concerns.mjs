/**
 * The change, as a table: the patches in their order, and where the snippets of each go.
 */
import { readFileSync } from 'node:fs'
import { line, lines, range } from './anchors.mjs'
import { DOMAINS, testLines } from './tests.mjs'

const snippet = (name) => readFileSync(new URL(`../snippets/${name}`, import.meta.url), 'utf8')

const before = (file, anchor, text) => ({ file, anchor, place: 'before', text })
const after = (file, anchor, text) => ({ file, anchor, place: 'after', text })
const create = (file, text) => ({ file, text })

const HYPERV = 'src/hyperv/hyperv_driver.c'
const SCHEMA = 'src/conf/schemas/domaincommon.rng'

/** The file whose project version is the one that `@VERSION@` in a snippet stands for. */
export const VERSION_FILE = 'meson.build'

/**
 * One patch for each concern: a subject, the reasons (wrapped as libvirt wraps them), and its edits.
 */
export const CONCERNS = [
  {
    subject: 'conf: Introduce <on_hoststart> and <on_hoststop>',
    body: snippet('messages/conf.txt'),
    edits: [
      before(
        'src/conf/virconftypes.h',
        line('typedef struct _virDomainHubDef virDomainHubDef;'),
        snippet('virconftypes.h'),
      ),
      after('src/conf/domain_conf.h', line('VIR_ENUM_DECL(virDomainLockFailure);'), snippet('domain_conf.h.enums')),
      after(
        'src/conf/domain_conf.h',
        range('struct _virDomainDef {', '    int onLockFailure; /* enum virDomainLockFailureAction */'),
        snippet('domain_conf.h.members'),
      ),
      after(
        'src/conf/domain_conf.c',
        range('VIR_ENUM_IMPL(virDomainLockFailure,', ');'),
        snippet('domain_conf.c.enums'),
      ),
      before(
        'src/conf/domain_conf.c',
        lines('static int', 'virDomainDefLifecycleParse(virDomainDef *def,'),
        snippet('domain_conf.c.parse-functions'),
      ),
      after(
        'src/conf/domain_conf.c',
        lines('                                     virDomainLockFailureTypeFromString) < 0)', '        return -1;'),
        snippet('domain_conf.c.parse'),
      ),
      before(
        'src/conf/domain_conf.c',
        lines('static int', 'virDomainEventActionDefFormat(virBuffer *buf,'),
        snippet('domain_conf.c.format-functions'),
      ),
      after(
        'src/conf/domain_conf.c',
        lines('                                      virDomainLockFailureTypeToString) < 0)', '        return -1;'),
        snippet('domain_conf.c.format'),
      ),
      before('src/libvirt_private.syms', line('virDomainHPTResizingTypeToString;'), snippet('libvirt_private.syms')),
      after(
        SCHEMA,
        lines('          <ref name="lockfailureOptions"/>', '        </element>', '      </optional>'),
        snippet('domaincommon.rng.events'),
      ),
      after(
        SCHEMA,
        range('  <define name="lockfailureOptions">', '  </define>', '</grammar>'),
        snippet('domaincommon.rng.options'),
      ),
      after(
        'docs/formatdomain.rst',
        line('   <on_lockfailure>poweroff</on_lockfailure>'),
        snippet('formatdomain.rst.example'),
      ),
      after(
        'docs/formatdomain.rst',
        range('The ``on_lockfailure`` element', '   Keep the domain running as if nothing happened.', '---'),
        snippet('formatdomain.rst.elements'),
      ),
    ],
  },
  {
    subject: 'tests: Cover <on_hoststart> and <on_hoststop>',
    body: snippet('messages/tests.txt'),
    edits: [
      after('tests/genericxml2xmltest.c', line('    DO_TEST("fibrechannel-appid");'), testLines()),
      ...Object.entries(DOMAINS).map(([name, elements]) =>
        create(
          `tests/genericxml2xmlindata/${name}.xml`,
          snippet('tests/domain.xml').replace('@ELEMENTS@', elements.map((element) => `  ${element}`).join('\n')),
        ),
      ),
    ],
  },
  {
    subject: 'hyperv: Translate <on_hoststart> and <on_hoststop>',
    body: snippet('messages/hyperv.txt'),
    edits: [
      before(
        HYPERV,
        lines('static char *', 'hypervDomainGetXMLDesc(virDomainPtr domain, unsigned int flags)'),
        snippet('hyperv_driver.c.functions'),
      ),
      after(
        HYPERV,
        range('hypervDomainGetXMLDesc(virDomainPtr', '    def->os.type = VIR_DOMAIN_OSTYPE_HVM;'),
        snippet('hyperv_driver.c.get'),
      ),
      before(HYPERV, line('    /* attach all storage */'), snippet('hyperv_driver.c.define')),
    ],
  },
  {
    subject: 'hyperv: Do not overwrite "restart if active" when autostart is off',
    body: snippet('messages/autostart.txt'),
    edits: [
      after(
        HYPERV,
        range('hypervDomainSetAutostart(virDomainPtr domain, int autostart)', '        return -1;'),
        snippet('hyperv_driver.c.autostart'),
      ),
    ],
  },
  {
    subject: 'NEWS: Mention <on_hoststart> and <on_hoststop>',
    body: '',
    edits: [
      // The first release of the page; its "New features" and no other release's.
      after(
        'NEWS.rst',
        /^For a more fine-grained view.*\n\n+v\d.*\n=+\n(?:(?!v\d+\.).*\n)*?\* \*\*New features\*\*\n/gm,
        snippet('NEWS.rst'),
      ),
    ],
  },
]

/** The files of libvirt that the change reads, without those it creates. */
export const FILES = [
  ...new Set([
    VERSION_FILE,
    ...CONCERNS.flatMap(({ edits }) => edits).flatMap((edit) => ('anchor' in edit ? [edit.file] : [])),
  ]),
]
