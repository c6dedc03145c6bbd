import { expect, test } from '@jest/globals'
import { checkDomain, type Policy, parseDomain } from '../../src/domain/index.js'

const XMLNS = 'xmlns:l="urn:x-virt-lifecycle:domain:1.0"'
const SHORTHAND = '<on_hoststop>stop-and-restart-on-next-boot</on_hoststop>'
const SAVE = '<l:lifecycle><l:on_hoststop>save</l:on_hoststop></l:lifecycle>'
const inDomain = (content: string): string => `<domain ${XMLNS}>\n${content}\n</domain>`
const inMetadata = (content: string): string => inDomain(`<metadata>${content}</metadata>`)

/** What is said about a document: the code, the text that it is about, the message and the hint. */
function said(text: string, policy: Policy): readonly (readonly string[])[] {
  const parsed = parseDomain(text)
  const found = 'diagnostic' in parsed ? [parsed.diagnostic] : checkDomain(parsed.found, policy, 100).listed
  const lines = text.split('\n')
  return found.map(({ code, line, column, endLine, endColumn, message, hint = '' }) => {
    const to = endLine === undefined || endLine === line ? endColumn : undefined
    return [`${code} ${lines[line - 1]?.slice(column - 1, to === undefined ? undefined : to - 1)}`, message, hint]
  })
}

test.each<[string, string, Policy, string[][]]>([
  [
    'a misspelt attribute',
    inDomain('<on_hoststart dely="3">start</on_hoststart>'),
    {},
    [
      [
        'VL201 dely',
        '<on_hoststart> has an unknown attribute, "dely"; it takes: delay, order',
        'did you mean "delay"?',
      ],
    ],
  ],
  [
    'an unknown one',
    inDomain('<on_hoststart colour="3" xmlns="" xmlns:x="urn:x">start</on_hoststart>'),
    {},
    [['VL201 colour', '<on_hoststart> has an unknown attribute, "colour"; it takes: delay, order', 'remove it']],
  ],
  [
    'one where none is',
    inDomain('<on_hoststop delay="3">save</on_hoststop>'),
    {},
    [['VL201 delay', '<on_hoststop> has an unknown attribute, "delay"; it takes no attributes', 'remove it']],
  ],
  [
    'one of the lifecycle',
    inMetadata('<l:lifecycle version="1"/>'),
    {},
    [['VL201 version', '<l:lifecycle> has an unknown attribute, "version"; it takes no attributes', 'remove it']],
  ],
  [
    'an element twice',
    inDomain('<on_hoststop>save</on_hoststop>\n<on_hoststop>save</on_hoststop>'),
    {},
    [
      [
        'VL204 <on_hoststop>save</on_hoststop>',
        'duplicate <on_hoststop>; the first one is on line 2',
        'keep one of them',
      ],
    ],
  ],
  [
    'metadata thrice',
    inDomain('<metadata/>\n<metadata/><metadata/>'),
    {},
    [
      ['VL204 <metadata/>', 'duplicate <metadata>; the first one is on line 2', 'keep one of them'],
      ['VL204 <metadata/>', 'duplicate <metadata>; the first one is on line 2', 'keep one of them'],
    ],
  ],
  [
    'two lifecycles',
    inMetadata('<l:lifecycle/>\n<l:lifecycle/>'),
    {},
    [['VL204 <l:lifecycle/>', 'duplicate <l:lifecycle>; the first one is on line 2', 'keep one of them']],
  ],
  [
    'two domains',
    '<domstatus>\n<domain/>\n<domain/></domstatus>',
    {},
    [['VL204 <domain/>', 'duplicate <domain>; the first one is on line 2', 'keep one of them']],
  ],
  [
    'text',
    inDomain('<name>a</name> oops\n<![CDATA[ x ]]><!-- y --><?z?>'),
    {},
    [
      [
        'VL205 oops',
        'the text "oops" is not allowed in <domain>, which can only contain elements',
        'remove it, or move it into <description> or a comment',
      ],
      [
        'VL205 <![CDATA[ x ]]>',
        'the text "<![CDATA[ x ]]>" is not allowed in <domain>, which can only contain elements',
        'remove it, or move it into <description> or a comment',
      ],
    ],
  ],
  [
    'an element in a value',
    inDomain('<on_hoststop>save<b/></on_hoststop>'),
    {},
    [['VL205 <b/>', '<b> is not allowed in <on_hoststop>, which can only contain a value', 'remove it']],
  ],
  [
    'text in the lifecycle',
    inMetadata('<l:lifecycle> oops </l:lifecycle>'),
    {},
    [['VL205 oops', 'text is not allowed in <l:lifecycle>, which can only contain elements', 'remove it']],
  ],
  [
    'a misspelt element',
    inMetadata('<l:lifecycle><l:on_hoststp/></l:lifecycle>'),
    {},
    [['VL205 <l:on_hoststp/>', '<l:on_hoststp> is not allowed in <l:lifecycle>', 'did you mean <l:on_hoststop>?']],
  ],
  [
    'an unknown one',
    inMetadata('<l:lifecycle><l:x/><!-- c --></l:lifecycle>'),
    {},
    [
      [
        'VL205 <l:x/>',
        '<l:x> is not allowed in <l:lifecycle>',
        'only <l:on_hoststart> and <l:on_hoststop> are allowed, in the same namespace',
      ],
    ],
  ],
  [
    'one of another namespace',
    inMetadata('<l:lifecycle><on_hoststop>save</on_hoststop></l:lifecycle>'),
    {},
    [
      [
        'VL205 <on_hoststop>',
        '<on_hoststop> is not allowed in <l:lifecycle>',
        'only <l:on_hoststart> and <l:on_hoststop> are allowed, in the same namespace',
      ],
    ],
  ],
  [
    'one without a prefix',
    inMetadata('<lifecycle xmlns="urn:x-virt-lifecycle:domain:1.0"><x/></lifecycle>'),
    {},
    [
      [
        'VL205 <x/>',
        '<x> is not allowed in <lifecycle>',
        'only <on_hoststart> and <on_hoststop> are allowed, in the same namespace',
      ],
    ],
  ],
  [
    'in the wrong element',
    inDomain('<devices><on_hoststop>save</on_hoststop></devices>'),
    {},
    [
      [
        'VL206 <on_hoststop>',
        '<on_hoststop> is not allowed in <devices>',
        'move it to <domain>, next to <on_poweroff>',
      ],
    ],
  ],
  [
    'in the wrong element, of our namespace',
    inDomain('<l:on_hoststop>save</l:on_hoststop>'),
    {},
    [
      [
        'VL206 <l:on_hoststop>',
        '<l:on_hoststop> is not allowed in <domain>',
        "elements of this namespace belong in <lifecycle>, in the domain's <metadata>",
      ],
    ],
  ],
  [
    'placements that differ',
    inDomain(
      `<metadata>${SAVE}</metadata>\n<on_hoststart delay="5">start</on_hoststart><on_hoststop>save</on_hoststop>`,
    ),
    {},
    [
      [
        'VL212 <l:lifecycle>',
        'the metadata says on_hoststop "save", but the elements on line 3 say on_hoststart "start", delay "5", on_hoststop "save"',
        'remove one of the two, or make them equal',
      ],
    ],
  ],
  [
    'nothing of what is required',
    inDomain('<name>a</name>'),
    { require: ['hoststart', 'hoststop'] },
    [
      [
        'VL214 <domain',
        'the domain is missing the required element <on_hoststart>',
        'add <on_hoststart> to <domain>, or to the <lifecycle> in its metadata',
      ],
      [
        'VL214 <domain',
        'the domain is missing the required element <on_hoststop>',
        'add <on_hoststop> to <domain>, or to the <lifecycle> in its metadata',
      ],
    ],
  ],
  [
    'half of it',
    inDomain('<on_hoststop>save</on_hoststop>'),
    { require: ['hoststop', 'hoststart'] },
    [
      [
        'VL214 <domain',
        'the domain is missing the required element <on_hoststart>',
        'add <on_hoststart> to <domain>, or to the <lifecycle> in its metadata',
      ],
    ],
  ],
  ['what is not required', inDomain('<name>a</name>'), { require: [] }, []],
  [
    'in <domain>, not in <metadata>',
    inDomain('<on_hoststop>save</on_hoststop>'),
    { placement: 'metadata' },
    [
      [
        'VL215 <on_hoststop>',
        'the lifecycle elements are in <domain>; expected in <metadata> only',
        '"validate --fix --placement metadata" moves them',
      ],
    ],
  ],
  [
    'in <metadata>, not in <domain>',
    inMetadata(SAVE),
    { placement: 'element' },
    [
      [
        'VL215 <l:lifecycle>',
        'the lifecycle elements are in <metadata>; expected in <domain> only',
        '"validate --fix --placement element" moves them',
      ],
    ],
  ],
  [
    'in one of both',
    inMetadata(SAVE),
    { placement: 'both' },
    [
      [
        'VL215 <l:lifecycle>',
        'the lifecycle elements are in <metadata>; expected in <domain> and in <metadata>',
        '"validate --fix --placement both" moves them',
      ],
    ],
  ],
  [
    'in both, not in one',
    inDomain(`<metadata>${SAVE}</metadata><on_hoststop>save</on_hoststop>`),
    { placement: 'element' },
    [
      [
        'VL215 <l:lifecycle>',
        'the lifecycle elements are in <domain> and in <metadata>; expected in <domain> only',
        '"validate --fix --placement element" moves them',
      ],
    ],
  ],
  [
    'with a comment in it',
    inDomain('<on_hoststop>save<!-- why --></on_hoststop>'),
    { placement: 'metadata' },
    [
      [
        'VL215 <on_hoststop>',
        'the lifecycle elements are in <domain>; expected in <metadata> only',
        'move them by hand: comments or other content would be lost',
      ],
    ],
  ],
  ['in no placement', inDomain('<name>a</name>'), { placement: 'both' }, []],
  ['where it is wanted', inDomain('<on_hoststop>save</on_hoststop>'), { placement: 'element' }, []],
  [
    'of a snapshot',
    '<domainsnapshot><domain><on_hoststop>save</on_hoststop></domain></domainsnapshot>',
    { placement: 'metadata' },
    [],
  ],
  [
    'the shorthand',
    inDomain(SHORTHAND),
    { expandShorthand: true },
    [
      [
        'VL216 <on_hoststop>stop-and-restart-on-next-boot</on_hoststop>',
        'on_hoststop is the shorthand "stop-and-restart-on-next-boot"',
        'set on_hoststop to "shutdown" and on_hoststart to "restart-if-active"',
      ],
    ],
  ],
  [
    'with its start',
    inDomain(`<on_hoststart>start</on_hoststart>${SHORTHAND}`),
    { expandShorthand: true },
    [
      [
        'VL211 stop-and-restart-on-next-boot',
        'on_hoststop is "stop-and-restart-on-next-boot", but on_hoststart is "start": the machine is always started',
        'set on_hoststop to "shutdown", which has the same effect',
      ],
      [
        'VL216 <on_hoststop>stop-and-restart-on-next-boot</on_hoststop>',
        'on_hoststop is the shorthand "stop-and-restart-on-next-boot"',
        'set on_hoststop to "shutdown"',
      ],
    ],
  ],
  ['that is not unwanted', inDomain(SHORTHAND), { expandShorthand: false }, []],
  ['of a snapshot', `<domainsnapshot><domain>${SHORTHAND}</domain></domainsnapshot>`, { expandShorthand: true }, []],
  [
    'another document',
    '<network/>',
    {},
    [
      [
        'VL109 <network',
        'this describes a virtual network (<network>), not a <domain>',
        '"virsh dumpxml" prints a domain; the root element must be one of <domain>, <domstatus>, <domainsnapshot>, <domaincheckpoint>; "validate --skip-non-domains" skips other documents',
      ],
    ],
  ],
  [
    'one of another namespace',
    '<x:network xmlns:x="urn:x"/>',
    {},
    [
      [
        'VL109 <x:network',
        'the root element is <network> in the namespace "urn:x", not a libvirt <domain>',
        '"virsh dumpxml" prints a domain; the root element must be one of <domain>, <domstatus>, <domainsnapshot>, <domaincheckpoint>; "validate --skip-non-domains" skips other documents, "validate --fragment" checks a device by itself',
      ],
    ],
  ],
  [
    'one that nobody knows',
    '<recipe/>',
    {},
    [
      [
        'VL109 <recipe',
        'the root element is <recipe>, not a libvirt <domain>',
        '"virsh dumpxml" prints a domain; the root element must be one of <domain>, <domstatus>, <domainsnapshot>, <domaincheckpoint>; "validate --skip-non-domains" skips other documents, "validate --fragment" checks a device by itself',
      ],
    ],
  ],
  [
    'a misspelt domain',
    '<domian/>',
    {},
    [['VL109 <domian', 'the root element is <domian>, not a libvirt <domain>', 'did you mean <domain>?']],
  ],
  [
    'a domain of another namespace',
    '<domain xmlns="urn:x"/>',
    {},
    [
      [
        'VL109 <domain',
        'the root element is <domain> in the namespace "urn:x", not a libvirt <domain>',
        `remove xmlns="urn:x": libvirt's elements are in no namespace`,
      ],
    ],
  ],
  [
    'a misspelt domain of another namespace',
    '<domian xmlns="urn:x"/>',
    {},
    [
      [
        'VL109 <domian',
        'the root element is <domian> in the namespace "urn:x", not a libvirt <domain>',
        'did you mean <domain>?',
      ],
    ],
  ],
  [
    'a status without a domain',
    '<domstatus/>',
    {},
    [
      [
        'VL109 <domstatus',
        '<domstatus> contains no <domain>',
        "libvirt writes the machine's definition into it as <domain>",
      ],
    ],
  ],
  [
    'a snapshot without a domain',
    '<domainsnapshot/>',
    {},
    [
      [
        'VL109 <domainsnapshot',
        '<domainsnapshot> contains no <domain>',
        "libvirt writes the machine's definition into it as <domain>",
      ],
    ],
  ],
])('what is said about %s', (_, text, policy, expected) => {
  expect(said(text, policy)).toEqual(expected)
})
