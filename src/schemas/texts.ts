// Written by "npm run schemas"; do not edit.

/** The version of this package. */
export const VERSION: string = '0.1.0'

/** The RelaxNG schemas of schema/, by file name; what they include of each other is in its place. */
export const RELAXNG = {
  'domain-lifecycle': `<?xml version="1.0"?>
<grammar xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <!--
      Grammar for checking the lifecycle elements of a domain where libvirt's
      own grammar is not at hand. They must be right and in their place; the
      rest of the domain is accepted as it is.
    -->
  <start>
    <choice>
      <ref name="domain"/>
      <ref name="domstatus"/>
      <ref name="domainsnapshot"/>
    </choice>
  </start>

  <div>
    <!--
        What happens to a domain when its host starts and stops. To be included
        by grammars that have a place for lifecycleElements. There is no ns
        attribute here: the elements belong to the namespace that the including
        grammar sets, or to none, as libvirt's own elements do.

        An absent element leaves the choice to the hypervisor.
      -->
    <define name="lifecycleElements">
      <interleave>
        <optional>
          <ref name="onHostStart"/>
        </optional>
        <optional>
          <ref name="onHostStop"/>
        </optional>
      </interleave>
    </define>

    <!--
        delay: seconds between the start of the host and that of the domain
        order: position in the start order of the host, the lowest starts first
      -->
    <define name="onHostStart">
      <element name="on_hoststart">
        <optional>
          <attribute name="delay">
            <ref name="hostStartDelay"/>
          </attribute>
        </optional>
        <optional>
          <attribute name="order">
            <ref name="hostStartOrder"/>
          </attribute>
        </optional>
        <ref name="hostStartOptions"/>
      </element>
    </define>

    <define name="onHostStop">
      <element name="on_hoststop">
        <ref name="hostStopOptions"/>
      </element>
    </define>

    <!--
        Options when the host starts:
        ignore: The domain stays off
        restart-if-active: The domain is started if it was active when the host
                           stopped or lost power
        start: The domain is started
      -->
    <define name="hostStartOptions">
      <choice>
        <value>ignore</value>
        <value>restart-if-active</value>
        <value>start</value>
      </choice>
    </define>

    <!--
        Options when the host stops:
        destroy: The domain is powered off at once
        save: The state of the domain is saved to disk and resumed at its next
              start
        shutdown: The guest is asked to shut down
        stop-and-restart-on-next-boot: Short for shutdown here and
                                       restart-if-active in on_hoststart
      -->
    <define name="hostStopOptions">
      <choice>
        <value>destroy</value>
        <value>save</value>
        <value>shutdown</value>
        <value>stop-and-restart-on-next-boot</value>
      </choice>
    </define>

    <!-- As in libvirt's basictypes.rng the patterns forbid a leading "+". They
         allow white space around the digits because libxml2 matches them against
         the value as written; others match after the type has removed it. -->
    <define name="hostStartDelay">
      <data type="unsignedInt">
        <param name="pattern">\\s*[0-9]+\\s*</param>
        <param name="maxInclusive">2147483647</param>
      </data>
    </define>

    <define name="hostStartOrder">
      <data type="unsignedInt">
        <param name="pattern">\\s*[0-9]+\\s*</param>
        <param name="minInclusive">1</param>
        <param name="maxInclusive">65535</param>
      </data>
    </define>
  </div>

  <define name="domain">
    <element name="domain">
      <ref name="domaincontents"/>
    </element>
  </define>

  <!-- What libvirt's drivers keep of an active domain in their run directory -->
  <define name="domstatus">
    <element name="domstatus">
      <ref name="anyAttributes"/>
      <interleave>
        <ref name="domain"/>
        <ref name="otherElements"/>
      </interleave>
    </element>
  </define>

  <!-- Of a domain that was active a snapshot may hold both its definitions -->
  <define name="domainsnapshot">
    <element name="domainsnapshot">
      <ref name="anyAttributes"/>
      <interleave>
        <ref name="domain"/>
        <optional>
          <element name="inactiveDomain">
            <ref name="domaincontents"/>
          </element>
        </optional>
        <ref name="otherElements"/>
      </interleave>
    </element>
  </define>

  <define name="domaincontents">
    <ref name="anyAttributes"/>
    <interleave>
      <ref name="lifecycleElements"/>
      <optional>
        <ref name="metadata"/>
      </optional>
      <ref name="otherElements"/>
    </interleave>
  </define>

  <define name="metadata">
    <element name="metadata">
      <ref name="anyAttributes"/>
      <interleave>
        <optional>
          <!-- No externalRef: libxml2 mixes up the definitions of the two
               grammars where their names are equal -->
          <grammar>
            <div ns="urn:x-virt-lifecycle:domain:1.0">
              <!-- The same two elements as they stand in the metadata of a domain, where
                   today's libvirt keeps them. Grammar for accepting the lifecycle element
                   alone, as "virsh metadata" writes it, and for use by
                   domain-lifecycle.rng. -->
              <start>
                <ref name="lifecycle"/>
              </start>

              <define name="lifecycle">
                <element name="lifecycle">
                  <ref name="lifecycleElements"/>
                </element>
              </define>

              <!-- In the namespace of this grammar -->
              <div>
                <!--
                    What happens to a domain when its host starts and stops. To be included
                    by grammars that have a place for lifecycleElements. There is no ns
                    attribute here: the elements belong to the namespace that the including
                    grammar sets, or to none, as libvirt's own elements do.

                    An absent element leaves the choice to the hypervisor.
                  -->
                <define name="lifecycleElements">
                  <interleave>
                    <optional>
                      <ref name="onHostStart"/>
                    </optional>
                    <optional>
                      <ref name="onHostStop"/>
                    </optional>
                  </interleave>
                </define>

                <!--
                    delay: seconds between the start of the host and that of the domain
                    order: position in the start order of the host, the lowest starts first
                  -->
                <define name="onHostStart">
                  <element name="on_hoststart">
                    <optional>
                      <attribute name="delay">
                        <ref name="hostStartDelay"/>
                      </attribute>
                    </optional>
                    <optional>
                      <attribute name="order">
                        <ref name="hostStartOrder"/>
                      </attribute>
                    </optional>
                    <ref name="hostStartOptions"/>
                  </element>
                </define>

                <define name="onHostStop">
                  <element name="on_hoststop">
                    <ref name="hostStopOptions"/>
                  </element>
                </define>

                <!--
                    Options when the host starts:
                    ignore: The domain stays off
                    restart-if-active: The domain is started if it was active when the host
                                       stopped or lost power
                    start: The domain is started
                  -->
                <define name="hostStartOptions">
                  <choice>
                    <value>ignore</value>
                    <value>restart-if-active</value>
                    <value>start</value>
                  </choice>
                </define>

                <!--
                    Options when the host stops:
                    destroy: The domain is powered off at once
                    save: The state of the domain is saved to disk and resumed at its next
                          start
                    shutdown: The guest is asked to shut down
                    stop-and-restart-on-next-boot: Short for shutdown here and
                                                   restart-if-active in on_hoststart
                  -->
                <define name="hostStopOptions">
                  <choice>
                    <value>destroy</value>
                    <value>save</value>
                    <value>shutdown</value>
                    <value>stop-and-restart-on-next-boot</value>
                  </choice>
                </define>

                <!-- As in libvirt's basictypes.rng the patterns forbid a leading "+". They
                     allow white space around the digits because libxml2 matches them against
                     the value as written; others match after the type has removed it. -->
                <define name="hostStartDelay">
                  <data type="unsignedInt">
                    <param name="pattern">\\s*[0-9]+\\s*</param>
                    <param name="maxInclusive">2147483647</param>
                  </data>
                </define>

                <define name="hostStartOrder">
                  <data type="unsignedInt">
                    <param name="pattern">\\s*[0-9]+\\s*</param>
                    <param name="minInclusive">1</param>
                    <param name="maxInclusive">65535</param>
                  </data>
                </define>
              </div>
            </div>
          </grammar>
        </optional>
        <ref name="innerElements"/>
        <text/>
      </interleave>
    </element>
  </define>

  <!--
      Any number of elements in any order: first those that stand beside the
      ones above, then those below them, where the lifecycle elements mean
      nothing. The plain choice of libvirt's elements and others is avoided:
      libxml2 has not implemented the comparison of two name classes with
      exceptions and says so for every schema it reads.
    -->
  <define name="otherElements">
    <zeroOrMore>
      <ref name="otherElement"/>
    </zeroOrMore>
    <zeroOrMore>
      <oneOrMore>
        <ref name="foreignElement"/>
      </oneOrMore>
      <zeroOrMore>
        <ref name="otherElement"/>
      </zeroOrMore>
    </zeroOrMore>
  </define>

  <define name="otherElement">
    <element>
      <nsName ns="">
        <except>
          <name>domain</name>
          <name>inactiveDomain</name>
          <name>metadata</name>
          <name>on_hoststart</name>
          <name>on_hoststop</name>
        </except>
      </nsName>
      <ref name="innerContents"/>
    </element>
  </define>

  <define name="innerElements">
    <zeroOrMore>
      <ref name="innerElement"/>
    </zeroOrMore>
    <zeroOrMore>
      <oneOrMore>
        <ref name="foreignElement"/>
      </oneOrMore>
      <zeroOrMore>
        <ref name="innerElement"/>
      </zeroOrMore>
    </zeroOrMore>
  </define>

  <define name="innerElement">
    <element>
      <nsName ns="">
        <except>
          <name>on_hoststart</name>
          <name>on_hoststop</name>
        </except>
      </nsName>
      <ref name="innerContents"/>
    </element>
  </define>

  <define name="innerContents">
    <ref name="anyAttributes"/>
    <mixed>
      <ref name="innerElements"/>
    </mixed>
  </define>

  <!-- An element of another namespace belongs to its application: whatever it
       holds is accepted -->
  <define name="foreignElement">
    <element>
      <anyName>
        <except>
          <nsName ns=""/>
          <nsName ns="urn:x-virt-lifecycle:domain:1.0"/>
        </except>
      </anyName>
      <ref name="anyContents"/>
    </element>
  </define>

  <define name="anyContents">
    <ref name="anyAttributes"/>
    <mixed>
      <zeroOrMore>
        <element>
          <anyName/>
          <ref name="anyContents"/>
        </element>
      </zeroOrMore>
    </mixed>
  </define>

  <define name="anyAttributes">
    <zeroOrMore>
      <attribute>
        <anyName/>
      </attribute>
    </zeroOrMore>
  </define>

</grammar>
`,
  'libvirt-extension': `<?xml version="1.0"?>
<grammar xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <!--
      libvirt's grammar of domains, with on_hoststart and on_hoststop among the
      other on_* elements. As it is, it belongs beside libvirt's domain.rng;
      "virt-lifecycle schema" prints it with the location of an installed one.

      The lifecycle element in the metadata of a domain is not checked here:
      libvirt's grammar lets any element stand there, and its definition of
      metadata cannot be replaced in the include of domain.rng. libxml2 (tried:
      2.9.9 and 2.9.14) looks for it in that file only and not, as RelaxNG says,
      in those included in turn. See metadata.rng.
    -->
  <include href="domain.rng"/>

  <div>
    <!--
        What happens to a domain when its host starts and stops. To be included
        by grammars that have a place for lifecycleElements. There is no ns
        attribute here: the elements belong to the namespace that the including
        grammar sets, or to none, as libvirt's own elements do.

        An absent element leaves the choice to the hypervisor.
      -->
    <define name="lifecycleElements">
      <interleave>
        <optional>
          <ref name="onHostStart"/>
        </optional>
        <optional>
          <ref name="onHostStop"/>
        </optional>
      </interleave>
    </define>

    <!--
        delay: seconds between the start of the host and that of the domain
        order: position in the start order of the host, the lowest starts first
      -->
    <define name="onHostStart">
      <element name="on_hoststart">
        <optional>
          <attribute name="delay">
            <ref name="hostStartDelay"/>
          </attribute>
        </optional>
        <optional>
          <attribute name="order">
            <ref name="hostStartOrder"/>
          </attribute>
        </optional>
        <ref name="hostStartOptions"/>
      </element>
    </define>

    <define name="onHostStop">
      <element name="on_hoststop">
        <ref name="hostStopOptions"/>
      </element>
    </define>

    <!--
        Options when the host starts:
        ignore: The domain stays off
        restart-if-active: The domain is started if it was active when the host
                           stopped or lost power
        start: The domain is started
      -->
    <define name="hostStartOptions">
      <choice>
        <value>ignore</value>
        <value>restart-if-active</value>
        <value>start</value>
      </choice>
    </define>

    <!--
        Options when the host stops:
        destroy: The domain is powered off at once
        save: The state of the domain is saved to disk and resumed at its next
              start
        shutdown: The guest is asked to shut down
        stop-and-restart-on-next-boot: Short for shutdown here and
                                       restart-if-active in on_hoststart
      -->
    <define name="hostStopOptions">
      <choice>
        <value>destroy</value>
        <value>save</value>
        <value>shutdown</value>
        <value>stop-and-restart-on-next-boot</value>
      </choice>
    </define>

    <!-- As in libvirt's basictypes.rng the patterns forbid a leading "+". They
         allow white space around the digits because libxml2 matches them against
         the value as written; others match after the type has removed it. -->
    <define name="hostStartDelay">
      <data type="unsignedInt">
        <param name="pattern">\\s*[0-9]+\\s*</param>
        <param name="maxInclusive">2147483647</param>
      </data>
    </define>

    <define name="hostStartOrder">
      <data type="unsignedInt">
        <param name="pattern">\\s*[0-9]+\\s*</param>
        <param name="minInclusive">1</param>
        <param name="maxInclusive">65535</param>
      </data>
    </define>
  </div>

  <define name="events" combine="interleave">
    <ref name="lifecycleElements"/>
  </define>

</grammar>
`,
  'lifecycle': `<?xml version="1.0"?>
<grammar xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <!--
      What happens to a domain when its host starts and stops. To be included
      by grammars that have a place for lifecycleElements. There is no ns
      attribute here: the elements belong to the namespace that the including
      grammar sets, or to none, as libvirt's own elements do.

      An absent element leaves the choice to the hypervisor.
    -->
  <define name="lifecycleElements">
    <interleave>
      <optional>
        <ref name="onHostStart"/>
      </optional>
      <optional>
        <ref name="onHostStop"/>
      </optional>
    </interleave>
  </define>

  <!--
      delay: seconds between the start of the host and that of the domain
      order: position in the start order of the host, the lowest starts first
    -->
  <define name="onHostStart">
    <element name="on_hoststart">
      <optional>
        <attribute name="delay">
          <ref name="hostStartDelay"/>
        </attribute>
      </optional>
      <optional>
        <attribute name="order">
          <ref name="hostStartOrder"/>
        </attribute>
      </optional>
      <ref name="hostStartOptions"/>
    </element>
  </define>

  <define name="onHostStop">
    <element name="on_hoststop">
      <ref name="hostStopOptions"/>
    </element>
  </define>

  <!--
      Options when the host starts:
      ignore: The domain stays off
      restart-if-active: The domain is started if it was active when the host
                         stopped or lost power
      start: The domain is started
    -->
  <define name="hostStartOptions">
    <choice>
      <value>ignore</value>
      <value>restart-if-active</value>
      <value>start</value>
    </choice>
  </define>

  <!--
      Options when the host stops:
      destroy: The domain is powered off at once
      save: The state of the domain is saved to disk and resumed at its next
            start
      shutdown: The guest is asked to shut down
      stop-and-restart-on-next-boot: Short for shutdown here and
                                     restart-if-active in on_hoststart
    -->
  <define name="hostStopOptions">
    <choice>
      <value>destroy</value>
      <value>save</value>
      <value>shutdown</value>
      <value>stop-and-restart-on-next-boot</value>
    </choice>
  </define>

  <!-- As in libvirt's basictypes.rng the patterns forbid a leading "+". They
       allow white space around the digits because libxml2 matches them against
       the value as written; others match after the type has removed it. -->
  <define name="hostStartDelay">
    <data type="unsignedInt">
      <param name="pattern">\\s*[0-9]+\\s*</param>
      <param name="maxInclusive">2147483647</param>
    </data>
  </define>

  <define name="hostStartOrder">
    <data type="unsignedInt">
      <param name="pattern">\\s*[0-9]+\\s*</param>
      <param name="minInclusive">1</param>
      <param name="maxInclusive">65535</param>
    </data>
  </define>

</grammar>
`,
  'metadata': `<?xml version="1.0"?>
<grammar xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes" ns="urn:x-virt-lifecycle:domain:1.0">
  <!-- The same two elements as they stand in the metadata of a domain, where
       today's libvirt keeps them. Grammar for accepting the lifecycle element
       alone, as "virsh metadata" writes it, and for use by
       domain-lifecycle.rng. -->
  <start>
    <ref name="lifecycle"/>
  </start>

  <define name="lifecycle">
    <element name="lifecycle">
      <ref name="lifecycleElements"/>
    </element>
  </define>

  <!-- In the namespace of this grammar -->
  <div>
    <!--
        What happens to a domain when its host starts and stops. To be included
        by grammars that have a place for lifecycleElements. There is no ns
        attribute here: the elements belong to the namespace that the including
        grammar sets, or to none, as libvirt's own elements do.

        An absent element leaves the choice to the hypervisor.
      -->
    <define name="lifecycleElements">
      <interleave>
        <optional>
          <ref name="onHostStart"/>
        </optional>
        <optional>
          <ref name="onHostStop"/>
        </optional>
      </interleave>
    </define>

    <!--
        delay: seconds between the start of the host and that of the domain
        order: position in the start order of the host, the lowest starts first
      -->
    <define name="onHostStart">
      <element name="on_hoststart">
        <optional>
          <attribute name="delay">
            <ref name="hostStartDelay"/>
          </attribute>
        </optional>
        <optional>
          <attribute name="order">
            <ref name="hostStartOrder"/>
          </attribute>
        </optional>
        <ref name="hostStartOptions"/>
      </element>
    </define>

    <define name="onHostStop">
      <element name="on_hoststop">
        <ref name="hostStopOptions"/>
      </element>
    </define>

    <!--
        Options when the host starts:
        ignore: The domain stays off
        restart-if-active: The domain is started if it was active when the host
                           stopped or lost power
        start: The domain is started
      -->
    <define name="hostStartOptions">
      <choice>
        <value>ignore</value>
        <value>restart-if-active</value>
        <value>start</value>
      </choice>
    </define>

    <!--
        Options when the host stops:
        destroy: The domain is powered off at once
        save: The state of the domain is saved to disk and resumed at its next
              start
        shutdown: The guest is asked to shut down
        stop-and-restart-on-next-boot: Short for shutdown here and
                                       restart-if-active in on_hoststart
      -->
    <define name="hostStopOptions">
      <choice>
        <value>destroy</value>
        <value>save</value>
        <value>shutdown</value>
        <value>stop-and-restart-on-next-boot</value>
      </choice>
    </define>

    <!-- As in libvirt's basictypes.rng the patterns forbid a leading "+". They
         allow white space around the digits because libxml2 matches them against
         the value as written; others match after the type has removed it. -->
    <define name="hostStartDelay">
      <data type="unsignedInt">
        <param name="pattern">\\s*[0-9]+\\s*</param>
        <param name="maxInclusive">2147483647</param>
      </data>
    </define>

    <define name="hostStartOrder">
      <data type="unsignedInt">
        <param name="pattern">\\s*[0-9]+\\s*</param>
        <param name="minInclusive">1</param>
        <param name="maxInclusive">65535</param>
      </data>
    </define>
  </div>

</grammar>
`,
} as const

/** The JSON Schemas of schema/, by file name. */
export const JSON_SCHEMAS: Readonly<Record<'baseline' | 'cim-json' | 'config' | 'explanation' | 'json' | 'powershell-json' | 'validation-report', Readonly<Record<string, unknown>>>> = {
  'baseline': {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "$id": "urn:x-virt-lifecycle:schema:baseline:1",
    "title": "A baseline: findings that validate --baseline accepts",
    "description": "Written by validate --update-baseline.",
    "type": "object",
    "required": [
      "version",
      "findings"
    ],
    "additionalProperties": false,
    "properties": {
      "$schema": {
        "type": "string"
      },
      "version": {
        "const": 1
      },
      "findings": {
        "type": "array",
        "items": {
          "type": "object",
          "required": [
            "file",
            "code",
            "message",
            "fingerprint"
          ],
          "additionalProperties": false,
          "properties": {
            "file": {
              "type": "string",
              "description": "Relative to the baseline's directory, with / between its parts."
            },
            "code": {
              "type": "string",
              "pattern": "^VL[0-9]{3}$"
            },
            "message": {
              "type": "string",
              "description": "What was found, for whoever reads the file."
            },
            "fingerprint": {
              "type": "string",
              "pattern": "^[0-9a-f]{40}$",
              "description": "Of the code, the line and the marked part of it; the number of the line is not in it."
            }
          }
        }
      }
    }
  },
  'cim-json': {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "$id": "urn:x-virt-lifecycle:schema:cim-json:1",
    "title": "One Msvm_VirtualSystemSettingData, or its v1 class, as ConvertTo-Json writes it",
    "description": "A document holds one, an array of them, or PowerShell 5's wrapper {\"value\": [...], \"Count\": n}. Other properties are let pass.",
    "type": "object",
    "properties": {
      "__CLASS": {
        "description": "Which class, and so which numbers; without it the v2 class is meant.",
        "type": [
          "string",
          "null"
        ],
        "enum": [
          "Msvm_VirtualSystemSettingData",
          "Msvm_VirtualSystemGlobalSettingData",
          null
        ]
      },
      "InstanceID": {
        "description": "Microsoft:<GUID>; in the v1 class it ends in \\Global.",
        "type": [
          "string",
          "null"
        ]
      },
      "ElementName": {
        "description": "The display name, not unique.",
        "type": [
          "string",
          "null"
        ]
      },
      "VirtualSystemIdentifier": {
        "description": "The machine's GUID.",
        "type": [
          "string",
          "null"
        ]
      },
      "SystemName": {
        "description": "The machine's GUID in the v1 class.",
        "type": [
          "string",
          "null"
        ]
      },
      "VirtualSystemType": {
        "description": "Microsoft:Hyper-V:System:* are machines, Microsoft:Hyper-V:Snapshot:* are not.",
        "type": [
          "string",
          "null"
        ]
      },
      "AutomaticStartupAction": {
        "description": "v2: 2 None, 3 Restart if previously active, 4 Always startup. v1: 0, 1, 2. All others are reserved.",
        "type": [
          "integer",
          "null"
        ],
        "minimum": 0,
        "maximum": 4
      },
      "AutomaticStartupActionDelay": {
        "description": "A CIM interval, ddddddddHHMMSS.mmmmmm:000, or the TimeSpan that Get-CimInstance makes of it.",
        "anyOf": [
          {
            "type": "null"
          },
          {
            "type": "string",
            "pattern": "^[0-9]{14}\\.[0-9]{6}:000$"
          },
          {
            "type": "object",
            "properties": {
              "Ticks": {
                "type": "integer",
                "description": "Units of 100 ns."
              },
              "TotalSeconds": {
                "type": "number"
              }
            },
            "anyOf": [
              {
                "required": [
                  "Ticks"
                ]
              },
              {
                "required": [
                  "TotalSeconds"
                ]
              }
            ]
          }
        ]
      },
      "AutomaticStartupActionSequenceNumber": {
        "description": "Lower starts earlier; 0 is unspecified.",
        "type": [
          "integer",
          "null"
        ],
        "minimum": 0,
        "maximum": 65535
      },
      "AutomaticShutdownAction": {
        "description": "v2: 2 Turn off, 3 Save state, 4 Shutdown. v1: 0, 1, 2. All others are reserved.",
        "type": [
          "integer",
          "null"
        ],
        "minimum": 0,
        "maximum": 4
      }
    }
  },
  'config': {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "$id": "urn:x-virt-lifecycle:schema:config:1",
    "title": "virt-lifecycle.config.json: how a project wants validate to work",
    "description": "Looked for in the working directory and above it, up to the root of the repository. Paths and patterns are relative to the file's directory. Options of the command line take precedence.",
    "type": "object",
    "additionalProperties": false,
    "properties": {
      "$schema": {
        "type": "string"
      },
      "paths": {
        "description": "What is validated where the call names nothing: files, directories with *.xml, glob patterns.",
        "type": "array",
        "minItems": 1,
        "items": {
          "type": "string",
          "minLength": 1
        }
      },
      "exclude": {
        "description": "Patterns, as in a .gitignore, of files that are not validated, even where the call names them.",
        "type": "array",
        "items": {
          "type": "string",
          "minLength": 1
        }
      },
      "git": {
        "description": "Leave out what the .gitignore files of the repository name.",
        "type": "boolean"
      },
      "skipOther": {
        "description": "Pass over XML documents that are no domains.",
        "type": "boolean"
      },
      "allowEmpty": {
        "description": "A run that finds nothing to validate is no error.",
        "type": "boolean"
      },
      "schema": {
        "description": "auto, embedded, a directory with libvirt's schemas, or a RelaxNG file.",
        "type": "string",
        "minLength": 1
      },
      "engine": {
        "description": "What checks the schema.",
        "enum": [
          "builtin",
          "libxml2",
          "both"
        ]
      },
      "format": {
        "description": "How findings are printed.",
        "enum": [
          "text",
          "compact",
          "json",
          "sarif",
          "junit",
          "github",
          "gitlab"
        ]
      },
      "strict": {
        "description": "Warnings are errors.",
        "type": "boolean"
      },
      "maxWarnings": {
        "description": "With more warnings than this the run fails.",
        "type": "integer",
        "minimum": 0
      },
      "require": {
        "description": "What each domain must say of its lifecycle.",
        "type": "array",
        "uniqueItems": true,
        "items": {
          "enum": [
            "hoststart",
            "hoststop"
          ]
        }
      },
      "placement": {
        "description": "Where a lifecycle must stand, if a domain has one.",
        "enum": [
          "element",
          "metadata",
          "both"
        ]
      },
      "baseline": {
        "description": "A file with findings that are accepted; --update-baseline writes it.",
        "type": "string",
        "minLength": 1
      }
    }
  },
  'explanation': {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "$id": "urn:x-virt-lifecycle:schema:explanation:1",
    "title": "What explain --json prints",
    "description": "What happens to each machine when its host stops and starts.",
    "type": "object",
    "required": [
      "version",
      "machines"
    ],
    "additionalProperties": false,
    "properties": {
      "version": {
        "const": 1
      },
      "machines": {
        "type": "array",
        "items": {
          "$ref": "#/definitions/machine"
        }
      }
    },
    "definitions": {
      "machine": {
        "type": "object",
        "required": [
          "file",
          "name",
          "uuid",
          "running",
          "hostStop",
          "hostStart",
          "delay",
          "order",
          "autostart",
          "libvirtLoses"
        ],
        "additionalProperties": false,
        "properties": {
          "file": {
            "type": "string",
            "description": "The input, as it was named; <stdin> for standard input."
          },
          "name": {
            "type": [
              "string",
              "null"
            ]
          },
          "uuid": {
            "type": [
              "string",
              "null"
            ],
            "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
          },
          "running": {
            "type": [
              "boolean",
              "null"
            ],
            "description": "Null where the input does not say."
          },
          "hostStop": {
            "$ref": "#/definitions/action"
          },
          "hostStart": {
            "$ref": "#/definitions/action"
          },
          "delay": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 1,
            "maximum": 2147483647,
            "description": "Seconds between the host's start and the machine's."
          },
          "order": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 1,
            "maximum": 65535,
            "description": "Position in the start order; lower starts earlier."
          },
          "autostart": {
            "type": "object",
            "description": "libvirt's autostart flag under three readings of the start action; null where it is unknown.",
            "required": [
              "always",
              "configured",
              "running"
            ],
            "additionalProperties": false,
            "properties": {
              "always": {
                "type": [
                  "boolean",
                  "null"
                ]
              },
              "configured": {
                "type": [
                  "boolean",
                  "null"
                ]
              },
              "running": {
                "type": [
                  "boolean",
                  "null"
                ]
              }
            }
          },
          "libvirtLoses": {
            "type": "array",
            "items": {
              "type": "string"
            },
            "description": "What today's libvirt does not keep or do of this, in sentences."
          }
        }
      },
      "action": {
        "type": [
          "object",
          "null"
        ],
        "description": "An action in every vocabulary; null where nothing is said.",
        "required": [
          "value",
          "meaning",
          "hyperv"
        ],
        "additionalProperties": false,
        "properties": {
          "value": {
            "enum": [
              "ignore",
              "restart-if-active",
              "start",
              "destroy",
              "save",
              "shutdown"
            ]
          },
          "meaning": {
            "type": "string"
          },
          "hyperv": {
            "type": "object",
            "required": [
              "property",
              "value",
              "name",
              "powershell"
            ],
            "additionalProperties": false,
            "properties": {
              "property": {
                "enum": [
                  "AutomaticStartupAction",
                  "AutomaticShutdownAction"
                ]
              },
              "value": {
                "enum": [
                  2,
                  3,
                  4
                ]
              },
              "name": {
                "type": "string"
              },
              "powershell": {
                "type": "string"
              }
            }
          }
        }
      }
    }
  },
  'json': {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "$id": "urn:x-virt-lifecycle:schema:json:1",
    "title": "virt-lifecycle's neutral form",
    "description": "What happens to machines when their host stops and starts, in the words of domain XML.",
    "type": "object",
    "required": [
      "format",
      "version",
      "machines"
    ],
    "additionalProperties": false,
    "properties": {
      "$schema": {
        "type": "string"
      },
      "format": {
        "const": "virt-lifecycle"
      },
      "version": {
        "const": 1
      },
      "machines": {
        "type": "array",
        "items": {
          "$ref": "#/definitions/machine"
        }
      }
    },
    "definitions": {
      "machine": {
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "name": {
            "type": [
              "string",
              "null"
            ],
            "minLength": 1
          },
          "uuid": {
            "type": [
              "string",
              "null"
            ],
            "pattern": "^\\{?[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\\}?$"
          },
          "running": {
            "type": [
              "boolean",
              "null"
            ],
            "description": "Whether the machine runs now, where that is known."
          },
          "on_hoststart": {
            "description": "What happens when the host starts; absent or null: the hypervisor's own default.",
            "enum": [
              "ignore",
              "restart-if-active",
              "start",
              null
            ]
          },
          "delay": {
            "description": "Seconds between the host's start and the machine's.",
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0,
            "maximum": 2147483647
          },
          "order": {
            "description": "Position in the start order; lower starts earlier.",
            "type": [
              "integer",
              "null"
            ],
            "minimum": 1,
            "maximum": 65535
          },
          "on_hoststop": {
            "description": "What happens when the host stops; absent or null: the hypervisor's own default.",
            "enum": [
              "destroy",
              "save",
              "shutdown",
              "stop-and-restart-on-next-boot",
              null
            ]
          }
        }
      }
    }
  },
  'powershell-json': {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "$id": "urn:x-virt-lifecycle:schema:powershell-json:1",
    "title": "One machine of Get-VM as ConvertTo-Json writes it",
    "description": "A document holds one, an array of them, or PowerShell 5's wrapper {\"value\": [...], \"Count\": n}. Other properties are let pass.",
    "type": "object",
    "properties": {
      "Name": {
        "description": "The display name, not unique.",
        "type": [
          "string",
          "null"
        ]
      },
      "VMName": {
        "description": "The same as Name.",
        "type": [
          "string",
          "null"
        ]
      },
      "Id": {
        "description": "The machine's GUID.",
        "type": [
          "string",
          "null"
        ]
      },
      "VMId": {
        "description": "The same as Id.",
        "type": [
          "string",
          "null"
        ]
      },
      "State": {
        "description": "A number, or with -EnumsAsStrings a name.",
        "type": [
          "integer",
          "string",
          "null"
        ]
      },
      "AutomaticStartAction": {
        "description": "2 Nothing, 3 StartIfRunning, 4 Start; or with -EnumsAsStrings the name.",
        "enum": [
          2,
          3,
          4,
          "Nothing",
          "StartIfRunning",
          "Start",
          null
        ]
      },
      "AutomaticStartDelay": {
        "description": "Seconds.",
        "type": [
          "integer",
          "null"
        ],
        "minimum": 0,
        "maximum": 2147483647
      },
      "AutomaticStopAction": {
        "description": "2 TurnOff, 3 Save, 4 ShutDown; or with -EnumsAsStrings the name.",
        "enum": [
          2,
          3,
          4,
          "TurnOff",
          "Save",
          "ShutDown",
          null
        ]
      }
    }
  },
  'validation-report': {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "$id": "urn:x-virt-lifecycle:schema:validation-report:1",
    "title": "What validate --json prints",
    "type": "object",
    "required": [
      "version",
      "schema",
      "documents",
      "diagnostics"
    ],
    "additionalProperties": false,
    "properties": {
      "version": {
        "const": 1
      },
      "schema": {
        "type": "string",
        "description": "What was checked against."
      },
      "interrupted": {
        "const": true,
        "description": "The run was ended before its time: documents are missing."
      },
      "documents": {
        "type": "array",
        "description": "The documents that were read, in the order of the inputs.",
        "items": {
          "type": "object",
          "required": [
            "file",
            "valid"
          ],
          "additionalProperties": false,
          "properties": {
            "file": {
              "type": "string"
            },
            "valid": {
              "type": "boolean"
            }
          }
        }
      },
      "diagnostics": {
        "type": "array",
        "items": {
          "$ref": "#/definitions/diagnostic"
        }
      }
    },
    "definitions": {
      "diagnostic": {
        "type": "object",
        "required": [
          "code",
          "severity",
          "message",
          "file",
          "line",
          "column"
        ],
        "additionalProperties": false,
        "properties": {
          "code": {
            "type": "string",
            "pattern": "^VL[1-5][0-9]{2}$",
            "description": "Stable; see docs/diagnostics.md."
          },
          "severity": {
            "enum": [
              "error",
              "warning",
              "note"
            ]
          },
          "message": {
            "type": "string"
          },
          "file": {
            "type": "string"
          },
          "line": {
            "type": "integer",
            "minimum": 1
          },
          "column": {
            "type": "integer",
            "minimum": 1,
            "description": "In UTF-16 code units, from 1."
          },
          "endLine": {
            "type": "integer",
            "minimum": 1
          },
          "endColumn": {
            "type": "integer",
            "minimum": 1,
            "description": "Just behind the last character."
          },
          "path": {
            "type": "string",
            "description": "A path inside a JSON document."
          },
          "hint": {
            "type": "string"
          }
        }
      }
    }
  },
}
