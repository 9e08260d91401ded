"""The desk: a local web application over a build, for people, and a JSON API and SPARQL endpoint for programs.

====================  =======================================================================================
:mod:`.snapshot`      what a build holds at one moment, indexed; readers keep theirs while a build runs
:mod:`.desk`          the newest snapshot, and who brings it up to date
:mod:`.limits`        how much and how long a client may send
:mod:`.security`      who may talk to the server: host, origin, token, cookie; and what browsers may do
:mod:`.needs`         what routes get: the parts of the application, and one snapshot for a whole answer
:mod:`.reading`       from a snapshot to the records of :mod:`.schemas`; :mod:`.picking` from what is typed to what is meant
:mod:`.tallies`       how often things are spoken of, as ``kg who`` counts
:mod:`.api`           JSON, described by OpenAPI
:mod:`.endpoint`      SPARQL 1.1 protocol, read only; :mod:`.asking` runs the queries
:mod:`.pages`         search, cards, quotes, articles; :mod:`.comparing`, :mod:`.picturing`, :mod:`.reporting` the rest to read
:mod:`.adding`        articles on their way in, with :mod:`.intake`, :mod:`.fetching`, :mod:`.jobs` and :mod:`.work`
:mod:`.reviewing`     decisions (:mod:`.deciding`), what nobody looked at (:mod:`.waiting`), no overruling unseen (:mod:`.versions`)
:mod:`.watching`      the watch list and what is new, kept by :mod:`.watch`
:mod:`.app`           puts these together and runs them
====================  =======================================================================================
"""
