-- stop: 服务定义引用的标准不在 services/standards.csv 中；请补上该标准，或改正定义 | a definition cites a standard that services/standards.csv does not have; add it there, or correct the definition
SELECT c.service || '.toml' AS file, c.field, c.standard_id
FROM stg_cited_standards AS c ANTI JOIN stg_standards AS s USING (standard_id)
ORDER BY ALL
