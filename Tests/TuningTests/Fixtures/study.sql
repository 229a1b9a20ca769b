BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('v3.2.0.a');
CREATE TABLE studies (
	study_id INTEGER NOT NULL, 
	study_name VARCHAR(512) NOT NULL, 
	PRIMARY KEY (study_id)
);
INSERT INTO "studies" VALUES(1,'wine');
CREATE TABLE study_directions (
	study_direction_id INTEGER NOT NULL, 
	direction VARCHAR(8) NOT NULL, 
	study_id INTEGER NOT NULL, 
	objective INTEGER NOT NULL, 
	PRIMARY KEY (study_direction_id), 
	UNIQUE (study_id, objective), 
	FOREIGN KEY(study_id) REFERENCES studies (study_id)
);
INSERT INTO "study_directions" VALUES(1,'MAXIMIZE',1,0);
CREATE TABLE study_system_attributes (
	study_system_attribute_id INTEGER NOT NULL, 
	study_id INTEGER, 
	"key" VARCHAR(512), 
	value_json TEXT, 
	PRIMARY KEY (study_system_attribute_id), 
	UNIQUE (study_id, "key"), 
	FOREIGN KEY(study_id) REFERENCES studies (study_id)
);
CREATE TABLE study_user_attributes (
	study_user_attribute_id INTEGER NOT NULL, 
	study_id INTEGER, 
	"key" VARCHAR(512), 
	value_json TEXT, 
	PRIMARY KEY (study_user_attribute_id), 
	UNIQUE (study_id, "key"), 
	FOREIGN KEY(study_id) REFERENCES studies (study_id)
);
CREATE TABLE trial_heartbeats (
	trial_heartbeat_id INTEGER NOT NULL, 
	trial_id INTEGER NOT NULL, 
	heartbeat DATETIME NOT NULL, 
	PRIMARY KEY (trial_heartbeat_id), 
	UNIQUE (trial_id), 
	FOREIGN KEY(trial_id) REFERENCES trials (trial_id)
);
CREATE TABLE trial_intermediate_values (
	trial_intermediate_value_id INTEGER NOT NULL, 
	trial_id INTEGER NOT NULL, 
	step INTEGER NOT NULL, 
	intermediate_value FLOAT, 
	intermediate_value_type VARCHAR(7) NOT NULL, 
	PRIMARY KEY (trial_intermediate_value_id), 
	UNIQUE (trial_id, step), 
	FOREIGN KEY(trial_id) REFERENCES trials (trial_id)
);
INSERT INTO "trial_intermediate_values" VALUES(1,1,0,0.5,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(2,1,1,NULL,'INF_POS');
INSERT INTO "trial_intermediate_values" VALUES(3,1,2,NULL,'INF_NEG');
INSERT INTO "trial_intermediate_values" VALUES(4,1,3,NULL,'NAN');
INSERT INTO "trial_intermediate_values" VALUES(5,1,4,0.0,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(6,2,0,0.5,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(7,2,1,NULL,'INF_POS');
INSERT INTO "trial_intermediate_values" VALUES(8,2,2,NULL,'INF_NEG');
INSERT INTO "trial_intermediate_values" VALUES(9,2,3,NULL,'NAN');
INSERT INTO "trial_intermediate_values" VALUES(10,2,4,0.1,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(11,3,0,0.5,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(12,3,1,NULL,'INF_POS');
INSERT INTO "trial_intermediate_values" VALUES(13,3,2,NULL,'INF_NEG');
INSERT INTO "trial_intermediate_values" VALUES(14,3,3,NULL,'NAN');
INSERT INTO "trial_intermediate_values" VALUES(15,3,4,0.2,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(16,4,0,0.5,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(17,4,1,NULL,'INF_POS');
INSERT INTO "trial_intermediate_values" VALUES(18,4,2,NULL,'INF_NEG');
INSERT INTO "trial_intermediate_values" VALUES(19,4,3,NULL,'NAN');
INSERT INTO "trial_intermediate_values" VALUES(20,4,4,3.00000000000000044408e-01,'FINITE');
CREATE TABLE trial_params (
	param_id INTEGER NOT NULL, 
	trial_id INTEGER, 
	param_name VARCHAR(512), 
	param_value FLOAT, 
	distribution_json TEXT, 
	PRIMARY KEY (param_id), 
	UNIQUE (trial_id, param_name), 
	FOREIGN KEY(trial_id) REFERENCES trials (trial_id)
);
INSERT INTO "trial_params" VALUES(1,1,'rate',4.63425058329488268656e-04,'{"name": "FloatDistribution", "attributes": {"step": null, "low": 0.0001, "high": 0.1, "log": true}}');
INSERT INTO "trial_params" VALUES(2,1,'units',448.0,'{"name": "IntDistribution", "attributes": {"log": false, "step": 16, "low": 16, "high": 512}}');
INSERT INTO "trial_params" VALUES(3,1,'activation',1.0,'{"name": "CategoricalDistribution", "attributes": {"choices": ["relu", "mish", null, 2, true]}}');
INSERT INTO "trial_params" VALUES(4,2,'rate',3.59131883825406774887e-03,'{"name": "FloatDistribution", "attributes": {"step": null, "low": 0.0001, "high": 0.1, "log": true}}');
INSERT INTO "trial_params" VALUES(5,2,'units',160.0,'{"name": "IntDistribution", "attributes": {"log": false, "step": 16, "low": 16, "high": 512}}');
INSERT INTO "trial_params" VALUES(6,2,'activation',2.0,'{"name": "CategoricalDistribution", "attributes": {"choices": ["relu", "mish", null, 2, true]}}');
INSERT INTO "trial_params" VALUES(7,3,'rate',4.36326000905218197578e-02,'{"name": "FloatDistribution", "attributes": {"step": null, "low": 0.0001, "high": 0.1, "log": true}}');
INSERT INTO "trial_params" VALUES(8,3,'units',144.0,'{"name": "IntDistribution", "attributes": {"log": false, "step": 16, "low": 16, "high": 512}}');
INSERT INTO "trial_params" VALUES(9,3,'activation',2.0,'{"name": "CategoricalDistribution", "attributes": {"choices": ["relu", "mish", null, 2, true]}}');
INSERT INTO "trial_params" VALUES(10,4,'rate',6.27274095112269770152e-04,'{"name": "FloatDistribution", "attributes": {"step": null, "low": 0.0001, "high": 0.1, "log": true}}');
INSERT INTO "trial_params" VALUES(11,4,'units',160.0,'{"name": "IntDistribution", "attributes": {"log": false, "step": 16, "low": 16, "high": 512}}');
INSERT INTO "trial_params" VALUES(12,4,'activation',4.0,'{"name": "CategoricalDistribution", "attributes": {"choices": ["relu", "mish", null, 2, true]}}');
INSERT INTO "trial_params" VALUES(13,5,'rate',7.59766509347457180689e-02,'{"name": "FloatDistribution", "attributes": {"step": null, "low": 0.0001, "high": 0.1, "log": true}}');
INSERT INTO "trial_params" VALUES(14,5,'units',112.0,'{"name": "IntDistribution", "attributes": {"log": false, "step": 16, "low": 16, "high": 512}}');
INSERT INTO "trial_params" VALUES(15,5,'activation',3.0,'{"name": "CategoricalDistribution", "attributes": {"choices": ["relu", "mish", null, 2, true]}}');
CREATE TABLE trial_system_attributes (
	trial_system_attribute_id INTEGER NOT NULL, 
	trial_id INTEGER, 
	"key" VARCHAR(512), 
	value_json TEXT, 
	PRIMARY KEY (trial_system_attribute_id), 
	UNIQUE (trial_id, "key"), 
	FOREIGN KEY(trial_id) REFERENCES trials (trial_id)
);
CREATE TABLE trial_user_attributes (
	trial_user_attribute_id INTEGER NOT NULL, 
	trial_id INTEGER, 
	"key" VARCHAR(512), 
	value_json TEXT, 
	PRIMARY KEY (trial_user_attribute_id), 
	UNIQUE (trial_id, "key"), 
	FOREIGN KEY(trial_id) REFERENCES trials (trial_id)
);
CREATE TABLE trial_values (
	trial_value_id INTEGER NOT NULL, 
	trial_id INTEGER NOT NULL, 
	objective INTEGER NOT NULL, 
	value FLOAT, 
	value_type VARCHAR(7) NOT NULL, 
	PRIMARY KEY (trial_value_id), 
	UNIQUE (trial_id, objective), 
	FOREIGN KEY(trial_id) REFERENCES trials (trial_id)
);
INSERT INTO "trial_values" VALUES(1,1,0,0.25,'FINITE');
INSERT INTO "trial_values" VALUES(2,2,0,0.1,'FINITE');
INSERT INTO "trial_values" VALUES(3,4,0,NULL,'INF_POS');
CREATE TABLE trials (
	trial_id INTEGER NOT NULL, 
	number INTEGER, 
	study_id INTEGER, 
	state VARCHAR(8) NOT NULL, 
	datetime_start DATETIME, 
	datetime_complete DATETIME, 
	PRIMARY KEY (trial_id), 
	FOREIGN KEY(study_id) REFERENCES studies (study_id)
);
INSERT INTO "trials" VALUES(1,0,1,'COMPLETE','2026-12-01 09:32:24.140216','2026-12-01 09:32:24.616328');
INSERT INTO "trials" VALUES(2,1,1,'PRUNED','2026-12-01 09:32:24.728474','2026-12-01 09:32:25.114138');
INSERT INTO "trials" VALUES(3,2,1,'FAIL','2026-12-01 09:32:25.185600','2026-12-01 09:32:25.582580');
INSERT INTO "trials" VALUES(4,3,1,'COMPLETE','2026-12-01 09:32:25.650113','2026-12-01 09:32:26.085973');
INSERT INTO "trials" VALUES(5,4,1,'RUNNING','2026-12-01 09:32:26.236784',NULL);
CREATE TABLE version_info (
	version_info_id INTEGER NOT NULL, 
	schema_version INTEGER, 
	library_version VARCHAR(256), 
	PRIMARY KEY (version_info_id), 
	CHECK (version_info_id=1)
);
INSERT INTO "version_info" VALUES(1,12,'5.0.0');
CREATE UNIQUE INDEX ix_studies_study_name ON studies (study_name);
CREATE INDEX ix_trials_study_id ON trials (study_id);
COMMIT;
